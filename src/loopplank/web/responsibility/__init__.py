"""Pages about who has the ball and until when: owners, clocks, rota, absence, today, coordinators’
own limits, intake stop.
"""
