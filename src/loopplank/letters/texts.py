"""The texts of all messages: short for a telephone, long for mail, paper and reading aloud.

Dutch B1; *u* for whoever asks for help, *je* for volunteers and colleagues. A short one reveals
nothing on a locked screen and holds at most 160 signs of the GSM alphabet. Every text has a phone
number. A paragraph of a long text that names a link is left out where there is none.

Placeholders: `%(organisation)s`, `%(sender)s`, `%(phone)s`, `%(complaints)s`, `%(link)s`,
`%(first_name)s` and `%(name)s` of the reader are always there; the others come from the action.
"""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.core.requests.closing import CLOSING, ClosingReason
from loopplank.letters import account_texts
from loopplank.letters.arrangement_texts import OF_ARRANGEMENTS
from loopplank.letters.key_texts import OF_KEYS
from loopplank.letters.referral_texts import OF_REFERRALS
from loopplank.letters.reminder_texts import OF_REMINDERS
from loopplank.letters.signal_texts import OF_SIGNALS
from loopplank.letters.text import LOOK, Text
from loopplank.letters.visit_texts import OF_RELATIVES, OF_TEAMS, OF_VISITS
from loopplank.letters.volunteer_texts import (
    OF_APPLICATIONS,
    OF_CHECK_INS,
    OF_DEVICES,
    OF_SAME,
    OF_THANKS,
)

#: Placeholders that are names of people: a short text says the first word of them.
NAMES = frozenset(
    {
        "first_name",
        "name",
        "volunteer",
        "coordinator",
        "from",
        "by",
        "caller",
        "taken_by",
        "next",
        "fallback",
        "who",
    }
)
#: In place of the name of a volunteer whose data were erased.
SOMEBODY = dutch("de vrijwilliger")
GREETING = dutch("Dag %(first_name)s, ")
#: In place of the telephone number of an organisation that has none yet, to its own colleagues.
A_COLLEAGUE = dutch("een collega")
#: In place of a short text that names a link, for whoever has no link.
WITHOUT_LINK = dutch("Bericht van %(sender)s. Bel %(phone)s, dan vertellen wij het.")

TEXTS: Mapping[str, Text] = {
    **OF_REFERRALS,
    **OF_ARRANGEMENTS,
    **OF_TEAMS,
    **OF_REMINDERS,
    **account_texts.TEXTS,
    **OF_VISITS,
    **OF_RELATIVES,
    **OF_THANKS,
    **OF_APPLICATIONS,
    **OF_SAME,
    **OF_SIGNALS,
    **OF_CHECK_INS,
    **OF_DEVICES,
    **OF_KEYS,
    "received": Text(
        dutch("Wij hebben uw vraag"),
        LOOK,
        dutch(
            "Wij hebben uw vraag. %(organisation)s zorgt er nu voor. %(promise)s\n\n%(full)sUw"
            " nummer is %(number)s.\n\nWij kunnen niet iedereen helpen. Maar u hoort altijd ja of"
            " nee van ons.\n\nHier ziet u hoe het met uw vraag gaat: %(link)s\n\nLiever bellen?"
            " Bel %(phone)s."
        ),
    ),
    "new_link": Text(
        dutch("Uw nieuwe link"),
        LOOK,
        dutch(
            "Dit is uw nieuwe link. De oude werkt niet meer.\n\n%(link)s\n\nLiever bellen? Bel"
            " %(phone)s."
        ),
    ),
    "wait": Text(
        dutch("U staat op de wachtlijst"),
        LOOK,
        dutch(
            "Wij hebben nog niemand gevonden. %(range)s Op %(due_on)s hoort u weer van ons.\n\nWij"
            " helpen niet altijd op volgorde. Wij kijken ook wat het hardst nodig is en wie hierbij"
            " past.\n\n%(meantime)sWilt u niet langer wachten? Laat het ons weten. U mag later"
            " altijd opnieuw vragen.\n\nVragen? Bel %(coordinator)s, %(phone)s."
        ),
    ),
    "wait_again": Text(
        dutch("Wij zijn u niet vergeten"),
        LOOK,
        dutch(
            "Wij zoeken nog. Er is nu niemand vrij die hierbij past. %(range)s Op %(due_on)s hoort"
            " u weer van ons.\n\nWij helpen niet altijd op volgorde. Wij kijken ook wat het hardst"
            " nodig is en wie hierbij past.\n\n%(meantime)sIs er iets veranderd? Of wilt u niet"
            " langer wachten? Bel %(coordinator)s, %(phone)s."
        ),
    ),
    "search_first": Text(
        dutch("Wij zoeken verder"),
        LOOK,
        dutch(
            "Wij zoeken al lang. Dat lukte nog niet. Het spijt ons.\n\nWij kiezen uw vraag"
            " nu eerder dan andere. Wij kunnen niet beloven dat het lukt. Op %(due_on)s hoort u"
            " weer van ons.\n\nWilt u niet langer wachten? Bel %(coordinator)s, %(phone)s."
        ),
    ),
    "late": Text(
        dutch("U hoort later van ons"),
        dutch("%(sorry)s %(promise)s Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "%(sorry)s Het spijt ons.\n\n%(promise)s\n\nWilt u niet wachten? Bel %(phone)s. Dan"
            " helpen wij u meteen verder."
        ),
    ),
    "moved": Text(
        dutch("Het wordt een andere dag"),
        dutch("Het wordt een andere dag. %(promise)s Vragen? Bel %(phone)s. %(sender)s"),
        dutch("%(why)s\n\n%(promise)s\n\nKomt dat niet uit? Bel %(phone)s."),
    ),
    "meeting": Text(
        dutch("Kennismaken"),
        dutch(
            "%(at)s komt %(volunteer)s kennismaken. Komt het niet uit? Bel %(phone)s. %(sender)s"
        ),
        dutch(
            "%(volunteer)s komt kennismaken op %(at_long)s. %(coordinator)s is er ook bij.\n\nKlikt"
            " het niet? Dan mag u nee zeggen. %(volunteer)s mag dat ook.\n\nKomt het niet uit? Bel"
            " %(phone)s."
        ),
    ),
    "meeting_volunteer": Text(
        dutch("Kennismaken"),
        dutch(
            "je maakt kennis: %(at)s. %(coordinator)s is erbij. Komt het niet uit? Bel %(phone)s."
            " %(sender)s"
        ),
        dutch(
            "Dag %(first_name)s,\n\nJullie maken kennis op %(at_long)s. %(coordinator)s is er ook"
            " bij. Pas daarna beslis je echt.\n\nKomt het niet uit? Bel %(phone)s."
        ),
        greets=True,
    ),
    "meeting_off": Text(
        dutch("De kennismaking gaat niet door"),
        dutch(
            "De kennismaking met %(volunteer)s gaat niet door. Vragen? Bel %(phone)s. %(sender)s"
        ),
        dutch(
            "De kennismaking met %(volunteer)s gaat niet door. Daar is niemand schuld aan.\n\n"
            "Uiterlijk %(due_on)s hoort u wat wij nu doen.\n\nVragen? Bel %(coordinator)s,"
            " %(phone)s."
        ),
    ),
    "stopped": Text(
        dutch("De hulp stopt"),
        LOOK,
        dutch(
            "De hulp van %(volunteer)s stopt vandaag.\n\nUiterlijk %(due_on)s bespreekt"
            " %(coordinator)s met u wat er nu kan.\n\nVragen? Bel %(coordinator)s, %(phone)s."
        ),
    ),
    "started": Text(
        dutch("De hulp begint"),
        LOOK,
        dutch(
            "%(volunteer)s helpt tot en met %(last_day)s. Vóór die dag bespreekt %(coordinator)s"
            " wat daarna kan.\n\nGaat er iets niet goed? Bel"
            " %(coordinator)s, %(phone)s."
        ),
    ),
    "no": Text(
        dutch("Wij kunnen dit niet doen"),
        LOOK,
        dutch(
            "%(no)s\n\nDat ligt niet aan u. Uw vraag is gewoon een goede vraag.\n\n%(next)s"
            "%(partly)sWij tellen uw vraag mee. Uw naam staat daar niet bij.\n\nBent u het er niet"
            " mee eens? Bel %(coordinator)s, %(phone)s. U kunt ook een klacht sturen%(complaints)s."
        ),
    ),
    "closed": Text(
        dutch("Uw vraag is klaar"),
        LOOK,
        dutch("%(ended)s\n\n%(next)sKlopt dit niet? Bel %(coordinator)s, %(phone)s."),
    ),
    "last_try": Text(
        dutch("Wij konden u niet bereiken"),
        LOOK,
        dutch(
            "Wij probeerden u een paar keer te bereiken. Dat lukte niet.\n\nBelt u ons uiterlijk"
            " %(due_on)s? Dan gaan wij verder met uw vraag. Bel %(coordinator)s, %(phone)s.\n\n"
            "Horen wij niets? Dan sluiten wij uw vraag. Later opnieuw bellen mag altijd."
        ),
    ),
    "reopened": Text(
        dutch("Uw vraag is weer open"),
        LOOK,
        dutch(
            "Uw vraag is weer open. %(coordinator)s zorgt er nu voor. Uiterlijk %(due_on)s hoort u"
            " van ons.\n\nHier ziet u hoe het met uw vraag gaat: %(link)s\n\nLiever bellen? Bel"
            " %(phone)s."
        ),
    ),
    "proposal": Text(
        dutch("We hebben een vraag voor je"),
        dutch("er is een vraag voor je: %(link)s Nee is ook goed. %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nWe hebben een vraag voor je. Kijk als het je uitkomt:"
            " %(link)s\n\nNee is ook een goed antwoord. Horen we niets? Dan zoeken we verder. Dat"
            " is prima.\n\n%(from)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "noted_yes": Text(
        dutch("Wij schreven op dat je ja zei"),
        dutch("%(from)s schreef op dat je ja zei. Klopt het niet? %(link)s of bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(from)s schreef op dat je ja zei op een vraag. Jullie maken"
            " eerst kennis. Pas daarna beslis je echt.\n\nJe ziet het hier: %(link)s\n\nKlopt het"
            " niet? Bel %(phone)s."
        ),
        greets=True,
    ),
    "noted_last_day": Text(
        dutch("Wij schreven een nieuwe laatste dag op"),
        dutch("jouw laatste dag is nu %(day)s. Klopt het niet? %(link)s of bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(from)s schreef op dat jouw laatste dag nu %(day)s is. Wij"
            " deden dat na een gesprek.\n\nJe ziet het hier: %(link)s\n\nKlopt het niet, of wil je"
            " dit niet? Bel %(phone)s."
        ),
        greets=True,
    ),
    "week_link": Text(
        dutch("Jouw nieuwe link"),
        dutch("dit is jouw nieuwe link: %(link)s Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nDit is jouw nieuwe link. De oude werkt niet meer, ook niet op"
            " andere toestellen.\n\n%(link)s\n\nVragen? Bel %(phone)s."
        ),
        greets=True,
    ),
    "welcome": Text(
        dutch("Welkom"),
        dutch("welkom. Hier staan je week en grenzen: %(link)s Vragen? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nWelkom bij %(organisation)s. Met deze link zie je je week en"
            " zet je je grenzen: %(link)s\n\nJouw grens is van jou. Alleen jij kunt hem verhogen."
            "\n\nVragen? Bel %(from)s, %(phone)s."
        ),
        greets=True,
    ),
    "join": Text(
        dutch("Wil je meedoen?"),
        # without a link: whoever asks this may not have the one that the volunteer uses already
        dutch("wil je ook helpen bij %(sender)s? Open je eigen link. Vragen? Bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(organisation)s wil je graag op de lijst zetten. Jij beslist."
            " Open Loopplank met de link die je al hebt. Daar zeg je ja of nee.\n\nTot je ja zegt,"
            " ziet %(organisation)s niets van jou. Nee is ook goed.\n\nVragen? Bel %(phone)s."
        ),
        greets=True,
    ),
    "changed_for_you": Text(
        dutch("Wij pasten iets voor je aan"),
        dutch("%(by)s paste je gegevens aan. Klopt het? Kijk: %(link)s of bel %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\n%(by)s paste iets aan in jouw gegevens of grenzen.\n\nKijk of"
            " het klopt: %(link)s\n\nKlopt het niet? Verander het zelf, of bel %(phone)s."
        ),
        greets=True,
    ),
    "limit_raised": Text(
        dutch("Je grens gaat omhoog"),
        dutch("je grens gaat omhoog. Was jij dat niet? Bel %(phone)s. %(sender)s"),
        dutch(
            "Dag %(first_name)s,\n\nMet jouw link is je grens verhoogd. Was jij dat? Dan hoef je"
            " niets te doen.\n\nWas jij dat niet, of vroeg iemand het je? Bel %(phone)s. Je krijgt"
            " dan een nieuwe link en je oude grens terug."
        ),
        greets=True,
    ),
    "thanks": Text(
        dutch("Dank je wel"),
        dutch("dank je wel voor je hulp. %(coordinator)s, %(sender)s, %(phone)s"),
        dutch(
            "Dag %(first_name)s,\n\nDeze koppeling is gestopt. Dank je wel voor je hulp. En dank"
            " dat je je grens bewaakte.\n\n%(coordinator)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "not_started": Text(
        dutch("Deze koppeling gaat niet door"),
        dutch(
            "deze vraag gaat niet door. Dat is goed zo. Dank dat je keek. %(coordinator)s,"
            " %(sender)s, %(phone)s"
        ),
        dutch(
            "Dag %(first_name)s,\n\nDeze koppeling gaat niet door. Daar is niemand schuld aan. Je"
            " ruimte is weer vrij.\n\n%(coordinator)s, %(organisation)s, %(phone)s"
        ),
        greets=True,
    ),
    "invitation": Text(
        dutch("%(organisation)s vraagt je om mee te doen"),
        dutch("%(sender)s vraagt je mee te doen: %(link)s Vragen? Bel %(phone)s."),
        dutch(
            "Dag %(name)s,\n\n%(organisation)s vraagt je om mee te doen in Loopplank. Zeg hier ja"
            " of nee: %(link)s\n\nDe link werkt twee weken, en één keer. Zolang je geen ja zegt,"
            " verandert er niets.\n\nKen je %(organisation)s niet? Dan kun je dit bericht"
            " weggooien.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "cover": Text(
        dutch("Je collega is er niet"),
        dutch(
            "%(by)s is er niet. Nieuw bij jou: hulpvragen, %(count)s. Log in en kijk. Vragen? Bel"
            " %(phone)s. %(sender)s"
        ),
        dutch(
            "Dag %(name)s,\n\n%(by)s is er niet. Jij bent nu de eigenaar. Aantal hulpvragen:"
            " %(count)s. Log in en kijk bij Vandaag.\n\nKun jij ook niet? Meld je dan afwezig. Dan"
            " gaan ze naar de volgende.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "take_over": Text(
        dutch("Neem jij het over?"),
        dutch(
            "Neem jij het over van %(by)s? Aantal hulpvragen: %(count)s. Nee mag ook. Log in of bel"
            " %(phone)s. %(sender)s"
        ),
        dutch(
            "Dag %(name)s,\n\nWil jij overnemen wat van %(by)s is? Aantal hulpvragen: %(count)s."
            " Log in en open Collega’s. Daar zie je welke het zijn.\n\nZe gaan pas over als jij ja"
            " zegt. Nee mag ook.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "danger": Text(
        dutch("Dit kan dringend zijn"),
        dutch(
            "Loopplank: in hulpvraag %(number)s staan woorden over gevaar. Lees het nu. Gevaar? Bel"
            " 112. Vragen? %(phone)s."
        ),
        dutch(
            "In hulpvraag %(number)s staan woorden die over gevaar kunnen gaan. Log in en lees het"
            " nu. Is er gevaar? Bel 112. Vragen? Bel %(phone)s."
        ),
    ),
    "alert": Text(
        dutch("Er is misschien gevaar"),
        dutch(
            "Loopplank: hulpvraag %(number)s heeft nu iemand nodig. Bel %(by)s, %(phone)s, of log"
            " in."
        ),
        dutch(
            "Bij hulpvraag %(number)s is er misschien direct gevaar. Bel nu %(by)s, %(phone)s. Of"
            " log in en kijk."
        ),
    ),
}

FULL_UNTIL = dutch(
    "Wij nemen tot %(day)s niemand nieuw aan. Waarschijnlijk kunnen wij u nu niet helpen. Wij"
    " tellen uw vraag wel mee."
)
MEANWHILE = dutch("Dit kan nu al: %(what)s")
CALLED_BY = dutch("Iemand belt u uiterlijk %(day)s.")
HEARD_BY = dutch("Uiterlijk %(day)s hoort u van ons.")
#: Sorry for a day that passed, in full and on a telephone; and the new promise.
SORRY_CALL = dutch("Wij zouden u uiterlijk %(missed)s bellen. Dat is niet gelukt.")
SORRY_WORD = dutch("U zou uiterlijk %(missed)s van ons horen. Dat is niet gelukt.")
SORRY_CALL_SHORT = dutch("We zouden u bellen. Dat is niet gelukt, sorry.")
SORRY_WORD_SHORT = dutch("U zou van ons horen. Dat is niet gelukt, sorry.")
AGAIN_CALL = dutch("%(caller)s belt u uiterlijk %(again)s.")
AGAIN_WORD = dutch("U hoort uiterlijk %(again)s van %(caller)s.")
#: Why a day was moved, by the code of the reason; a day that comes sooner needs none.
MOVED: Mapping[str, str] = {
    "busy": dutch("U zou uiterlijk %(missed)s van ons horen. Dat redden wij niet. Het spijt ons."),
    "waits": dutch(
        "U zou uiterlijk %(missed)s van ons horen. Wij wachten zelf nog op antwoord. Het spijt ons."
    ),
    "ill": dutch("U zou uiterlijk %(missed)s van ons horen. Er is iemand ziek. Het spijt ons."),
    "asked": dutch("U vroeg om een andere dag. Dat is goed."),
}
SOONER = dutch("U hoort eerder van ons dan wij zeiden.")
NO_WORDS: Mapping[str, str] = {
    reason: rule.refused for reason, rule in CLOSING.items() if rule.refused
}
#: How the letter about a closed request begins, by its reason; true for whoever reads it.
ENDED_WORDS: Mapping[str, str] = {
    reason: rule.letter_says for reason, rule in CLOSING.items() if rule.letter == "closed"
}
ENDED = ENDED_WORDS[ClosingReason.HELPED]
NEXT_PARTY = dutch("%(party)s neemt contact op. Zij hebben al ja gezegd.")
NEXT_PARTY_BEFORE = dutch("%(party)s belt u uiterlijk %(day)s. Zij hebben al ja gezegd.")
CALL_BACK = dutch("Wij bellen u uiterlijk %(day)s om te horen hoe het gaat.")
PARTLY = dutch("Eén ding kan wel: %(offer)s Wilt u dat? Bel ons.")
#: The same on the person's own page, where the answer is a button.
PARTLY_ASKED = dutch("Eén ding kan wel: %(offer)s Wilt u dat?")
