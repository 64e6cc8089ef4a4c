"""The demo network "Waterstad": a story of eighteen weeks, told by the real actions.

Nobody in it exists. Every row is made by an action at the moment of the story at which a person
would have pressed the button, in the order of time; nothing is written around them. It is played
once (`making`), and kept in files of rows that a first start loads (`rows`, decision 17).
"""
