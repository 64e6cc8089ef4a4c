"""The texts of reminders, of an end that comes near, and of news for members."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.letters.text import LOOK, Text

OF_REMINDERS: Mapping[str, Text] = {
    "meeting_near": Text(
        dutch("Kennismaken: een herinnering"),
        dutch(
            "Herinnering: %(at)s komt %(volunteer)s kennismaken. Komt het niet uit? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Een herinnering. %(volunteer)s komt kennismaken op %(at_long)s. %(coordinator)s is er"
            " ook bij.\n\nKomt het niet uit? Bel %(phone)s."
        ),
    ),
    "meeting_near_volunteer": Text(
        dutch("Kennismaken: een herinnering"),
        dutch(
            "een herinnering: je maakt kennis op %(at)s. Komt het niet uit? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Dag %(first_name)s,\n\nEen herinnering. Je maakt kennis op %(at_long)s."
            " %(coordinator)s is erbij.\n\nKomt het niet uit? Bel %(phone)s."
        ),
        greets=True,
    ),
    "proposal_near": Text(
        dutch("Er ligt nog een vraag voor je"),
        dutch("er ligt nog een vraag voor je: %(link)s Nee is ook goed. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nWe stelden je een vraag. Je kunt antwoorden tot %(at_long)s:"
            " %(link)s\n\nNee is ook goed. Horen we niets? Dan zoeken we verder. Dat is prima.\n\n"
            "%(from)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "visit_near": Text(
        dutch("Een herinnering"),
        dutch(
            "Herinnering van %(sender)s voor %(at)s. Kan het niet? Tik hier: %(link)s of bel"
            " %(phone)s"
        ),
        dutch(
            "Dag %(first_name)s,\n\nEen herinnering. Je bezoek aan %(who)s is op %(at_long)s.\n\n"
            "Kan het niet? Zeg het hier: %(link)s Wij regelen de rest.\n\nLiever bellen? Bel"
            " %(coordinator)s, %(phone)s."
        ),
    ),
    "end_near": Text(
        dutch("Jouw afspraak loopt af"),
        dutch(
            "jouw afspraak loopt tot en met %(day)s. Vragen? Bel %(coordinator)s, %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Dag %(first_name)s,\n\nJouw afspraak loopt tot en met %(day)s. Vóór die dag praat"
            " %(coordinator)s met je over wat daarna past.\n\nStoppen mag. Wil je door? Dan"
            " spreken jullie een nieuwe laatste dag af.\n\nVragen? Bel %(coordinator)s, %(phone)s."
        ),
        greets=True,
    ),
    "end_near_asker": Text(
        dutch("Uw afspraak loopt af"),
        LOOK,
        dutch(
            "%(volunteer)s helpt tot en met %(day)s. Vóór die dag bespreekt %(coordinator)s met"
            " u wat daarna kan.\n\nVragen? Bel %(coordinator)s, %(phone)s."
        ),
    ),
    "end_near_party": Text(
        dutch("Een afspraak loopt af"),
        LOOK,
        dutch(
            "Een afspraak waar u bij hoort, loopt tot en met %(day)s. Vóór die dag kijken wij wat"
            " daarna kan.\n\nU leest de afspraak hier: %(link)s\n\nVragen? Bel %(coordinator)s,"
            " %(phone)s."
        ),
    ),
    "signal_sent": Text(
        dutch("Een vrijwilliger liet iets weten"),
        dutch(
            "Een vrijwilliger liet iets weten. Log in en kijk bij Vandaag. Vragen? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Dag %(name)s,\n\nEen vrijwilliger liet je iets weten. Log in en kijk bij Vandaag:"
            " %(site)s\n\nDaar staat vóór welke dag je belt.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "referral_new_owner": Text(
        dutch("Vraag %(number)s heeft een andere eigenaar"),
        dutch("Vraag %(number)s is nu bij %(taken_by)s. Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Vraag %(number)s heeft een andere eigenaar. %(taken_by)s zorgt er nu voor. Uiterlijk"
            " %(day)s is de volgende stap.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "digest": Text(
        dutch("%(things)s voor %(weekday)s"),
        dutch(
            "%(things)s voor %(weekday)s. Log in en kijk bij Vandaag. Vragen? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Dag %(name)s,\n\n%(things)s voor %(weekday)s:\n\n%(lines)s\n\nLog in en kijk bij"
            " Vandaag: %(site)s\n\nVragen? Bel %(phone)s."
        ),
    ),
    "quarter_figures": Text(
        dutch("Uw cijfers van kwartaal %(quarter)s van %(year)s"),
        dutch(
            "Kwartaal %(quarter)s is om. Log in en kijk bij Gaten. Vragen? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Dag %(name)s,\n\nKwartaal %(quarter)s van %(year)s is om. U leest hier waarop uw"
            " organisatie nee zei, en hoe vaak: %(site)s/gaten/\n\nBespreek het met elkaar. Elk"
            " nee telt mee.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "new_sign_in": Text(
        dutch("Iemand logde in op een nieuw toestel"),
        dutch(
            "Iemand logde in met jouw account op een nieuw toestel. Was jij dat niet? Bel"
            " %(phone)s. %(sender)s"
        ),
        dutch(
            "Dag %(name)s,\n\nOp %(at_long)s logde iemand in met jouw account. Dit toestel kennen"
            " wij nog niet.\n\nWas jij dat? Dan hoef je niets te doen.\n\nWas jij dat niet?"
            " Verander meteen je wachtwoord: %(site)s Bel daarna %(phone)s."
        ),
    ),
    "export_made": Text(
        dutch("Met jouw account is een bestand gemaakt"),
        dutch(
            "Met jouw account is een bestand gemaakt. Was jij dat niet? Bel %(phone)s. %(sender)s"
        ),
        dutch(
            "Dag %(name)s,\n\nOp %(at_long)s is met jouw account een bestand gemaakt. Daarin staan"
            " gegevens van mensen.\n\nWas jij dat? Dan hoef je niets te doen.\n\nWas jij dat niet?"
            " Verander meteen je wachtwoord: %(site)s Bel daarna %(phone)s."
        ),
    ),
}

#: The rows of a digest, by what they count, in the order in which they are read.
DIGEST_LINES: Mapping[str, str] = {
    "late": dutch("Te laat: %(count)s"),
    "today": dutch("Voor vandaag: %(count)s"),
    "call_backs": dutch("Terugbellen: %(count)s"),
    "answers": dutch("Overdrachten die op antwoord wachten: %(count)s"),
    "concerns": dutch("Zorgen van mensen die hulp krijgen: %(count)s"),
    "over_limit": dutch("Vrijwilligers met meer uren dan hun grens: %(count)s"),
}
