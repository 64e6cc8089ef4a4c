"""Rules about who is responsible and until when: owners, clocks, rota, absence, today, the limits
of coordinators, intake stop."""
