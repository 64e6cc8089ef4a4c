"""The texts about a question that another party is asked to take over; *u* for all of them."""

from collections.abc import Mapping

from loopplank.core.kit.reason import dutch
from loopplank.core.referrals.states import Outcome
from loopplank.letters.text import LOOK, Text

OF_REFERRALS: Mapping[str, Text] = {
    "offered_elsewhere": Text(
        dutch("Wij vroegen een ander om te helpen"),
        LOOK,
        dutch(
            "Wij vroegen %(party)s om te helpen. Dat deden wij omdat u dat goed vond.\n\nWij"
            " blijven voor uw vraag zorgen tot zij ja zeggen. Uiterlijk %(day)s hoort u van"
            " ons.\n\nWilt u dit toch niet? Bel %(phone)s."
        ),
    ),
    "handed_over": Text(
        dutch("Uw vraag is overgenomen"),
        LOOK,
        dutch(
            "%(party)s zei ja. %(taken_by)s neemt uiterlijk %(day)s contact op.\n\nLukt dat niet?"
            " Bel ons op %(phone)s. Dan zoeken wij het uit."
        ),
    ),
    "code": Text(
        dutch("Uw code"),
        dutch("Uw code is %(code)s. Hij werkt een half uur. %(sender)s, %(phone)s"),
        dutch(
            "Uw code is %(code)s. Vul hem in op de bladzijde die u open heeft. Hij werkt een half"
            " uur.\n\nHeeft u niets gevraagd? Dan hoeft u niets te doen. Vragen? Bel %(phone)s."
        ),
    ),
    "referral_offered": Text(
        dutch("Een vraag van %(organisation)s"),
        dutch("Vraag %(number)s van %(sender)s wacht op u: %(link)s of bel %(phone)s"),
        dutch(
            "Wij hebben een vraag voor u, nummer %(number)s. U ziet hem hier: %(link)s\n\nWilt u"
            " uiterlijk %(day)s antwoorden? Tot u ja zegt, blijven wij verantwoordelijk.\n\nLiever"
            " overleggen? Bel %(phone)s."
        ),
    ),
    "referral_reminder": Text(
        dutch("Uw antwoord op vraag %(number)s"),
        dutch("Vraag %(number)s van %(sender)s wacht nog: %(link)s of bel %(phone)s"),
        dutch(
            "U gaf nog geen antwoord op vraag %(number)s. Dat kan nog tot en met %(day)s:"
            " %(link)s\n\nNee is ook een goed antwoord. Dan zoeken wij verder.\n\nLiever"
            " overleggen? Bel %(phone)s."
        ),
    ),
    "referral_stopped": Text(
        dutch("Vraag %(number)s is gestopt"),
        dutch("Vraag %(number)s is gestopt. U hoeft niets te doen. %(sender)s, %(phone)s"),
        dutch("Vraag %(number)s is gestopt. U hoeft niets meer te doen.\n\nVragen? Bel %(phone)s."),
    ),
    "referral_how_did_it_go": Text(
        dutch("Hoe liep vraag %(number)s af?"),
        dutch("Hoe liep vraag %(number)s af? %(link)s of bel %(sender)s, %(phone)s"),
        dutch(
            "Zes weken geleden zei u ja op vraag %(number)s. Is de persoon geholpen? Vertel het"
            " hier: %(link)s\n\nLiever bellen? Bel %(phone)s."
        ),
    ),
    "referral_yes": Text(
        dutch("Wij nemen vraag %(number)s over"),
        dutch("Vraag %(number)s: ja, %(taken_by)s neemt het over. %(sender)s, %(phone)s"),
        dutch(
            "Wij nemen vraag %(number)s over. Vanaf nu is %(taken_by)s eigenaar. Het eerste contact"
            " is uiterlijk %(day)s. U hoort hoe het afloopt.\n\nVragen? Bel %(phone)s."
        ),
    ),
    "referral_no": Text(
        dutch("Wij nemen vraag %(number)s niet over"),
        dutch("Vraag %(number)s blijft bij u. Wij denken graag mee: %(phone)s. %(sender)s"),
        dutch(
            "Wij nemen vraag %(number)s niet over. De reden: %(why_words)s. De vraag blijft bij"
            " u.\n\nWij denken graag met u mee. Bel %(phone)s."
        ),
    ),
    "referral_consult": Text(
        dutch("Wij willen eerst overleggen over vraag %(number)s"),
        dutch("Over vraag %(number)s overleggen wij graag. Bel %(sender)s: %(phone)s"),
        dutch(
            "Wij willen eerst met u overleggen over vraag %(number)s. Tot wij ja zeggen, blijft u"
            " verantwoordelijk.\n\nWilt u ons bellen? %(phone)s."
        ),
    ),
    "referral_silent": Text(
        dutch("Wij gaven u nog geen antwoord"),
        dutch("Vraag %(number)s: wij antwoordden niet, sorry. Bel ons: %(phone)s. %(sender)s"),
        dutch(
            "Wij gaven u nog geen antwoord op vraag %(number)s. Dat is onze fout. De vraag is nog"
            " bij u.\n\nBel ons, dan krijgt u meteen antwoord: %(phone)s."
        ),
    ),
    "contact_missed": Text(
        dutch("Belde er iemand?"),
        LOOK,
        dutch(
            "%(taken_by)s van %(party)s zou u bellen, uiterlijk %(day)s. Wij weten niet of dat is"
            " gebeurd.\n\nBelde er niemand? Dat spijt ons. Bel ons op %(phone)s. Dan zorgen wij dat"
            " het gebeurt."
        ),
    ),
    "referral_missed": Text(
        dutch("Het eerste contact bij vraag %(number)s"),
        dutch("Vraag %(number)s: het eerste contact is gemist. Bel %(phone)s. %(sender)s"),
        dutch(
            "Bij vraag %(number)s zou het eerste contact al geweest zijn. Wij weten niet of het is"
            " gebeurd.\n\nBel ons, dan hoort u hoe het staat: %(phone)s."
        ),
    ),
    "referral_given_back": Text(
        dutch("Vraag %(number)s komt bij u terug"),
        dutch("Vraag %(number)s komt bij u terug. Bel %(sender)s voor overleg: %(phone)s"),
        dutch(
            "Het is ons niet gelukt om bij vraag %(number)s te helpen. De reden: %(why_words)s."
            " Vanaf nu bent u weer verantwoordelijk.\n\nWij denken graag met u mee. Bel %(phone)s."
        ),
    ),
    "referral_outcome": Text(
        dutch("Zo liep vraag %(number)s af"),
        dutch("Vraag %(number)s is beantwoord. De persoon is geholpen. %(sender)s, %(phone)s"),
        dutch("Vraag %(number)s is beantwoord. %(outcome_words)s\n\nVragen? Bel %(phone)s."),
    ),
}

OUTCOMES: Mapping[str, str] = {
    Outcome.HELPED: dutch("De persoon is geholpen."),
    Outcome.PARTLY_HELPED: dutch("De persoon is voor een deel geholpen."),
    Outcome.NOT_HELPED: dutch("De persoon is niet geholpen."),
}
