"""The words by which rows are looked up, the notes of what must be looked up anew, and whether
somebody wants single keys to do something.

The rows that are there get their words here, in batches. How words are folded is written out as it
was on the day of this migration: `core/kit/folding.py` may go on.
"""

import re
import unicodedata

from django.db import migrations, models

from loopplank.store import triggers

LONGEST, FEWEST_DIGITS, BATCH = 40, 6, 500
ALIKE = str.maketrans(
    {
        'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ł': 'l',
        'ħ': 'h', 'ı': 'i', 'y': 'ij',
    }
)
APOSTROPHES = re.compile(r"['’‘‛`´ʼʹʻ]")


def fold(text):
    signs = unicodedata.normalize('NFKD', text.casefold())
    bare = ''.join(sign for sign in signs if not unicodedata.combining(sign))
    parts = re.split(r'[\W_]+', APOSTROPHES.sub('', bare).translate(ALIKE))
    return tuple(part[:LONGEST] for part in parts if part)


def of_name(name):
    whole = fold(name)
    return {*whole, *fold(APOSTROPHES.sub(' ', name)), ''.join(whole)[:LONGEST]}


def of_code(written):
    parts = fold(written)
    return {''.join(parts)[:LONGEST], *(part for part in parts[1:] if len(part) > 2)}


def of_email(address):
    return {*fold(address.partition('@')[0]), ''.join(fold(address))[:LONGEST]}


def of_phone(number):
    digits = re.sub(r'[^\d+]', '', number)
    digits = re.sub(r'^(?:(?:\+|00)310?|310?(?=[1-9]\d{8}$))', '0', digits)
    digits = re.sub(r'^(?:\+|00)', '', digits)[:LONGEST]
    return {digits[start:] for start in range(max(1, len(digits) - FEWEST_DIGITS + 1))}


def of_person(row):
    names = of_name(row.first_name) | of_name(row.last_name)
    return names | of_code(row.postcode) | of_phone(row.phone) | of_email(row.email)


def of_applicant(row):
    return of_name(row.name) | of_name(row.works_at) | of_phone(row.phone) | of_email(row.email)


def fill(apps, schema_editor):
    def table(name):
        return apps.get_model('store', name).objects.using(schema_editor.connection.alias)

    word_of = apps.get_model('store', 'SearchWord')
    waiting = []

    def write(atleast):
        if len(waiting) >= atleast:
            table('SearchWord').bulk_create(waiting, batch_size=BATCH)
            waiting.clear()

    def keep(kind, row, organisation_id, words):
        waiting.extend(
            word_of(kind=kind, row_id=row.pk, organisation_id=organisation_id, word=word)
            for word in sorted(words - {''})
        )
        write(BATCH)

    requests = table('Request').filter(erased_at=None).select_related('help_seeker', 'applicant')
    for row in requests.order_by('pk').iterator(chunk_size=BATCH):
        asker = of_applicant(row.applicant) if row.applicant else set()
        person = of_person(row.help_seeker) if row.help_seeker else set()
        keep('request', row, row.organisation_id, of_code(row.number) | person | asker)
        keep('contact', row, row.organisation_id, asker)
    for row in table('Volunteer').filter(erased_at=None).order_by('pk').iterator(chunk_size=BATCH):
        keep('volunteer', row, None, of_person(row))
    for row in table('Party').filter(erased_at=None).order_by('pk').iterator(chunk_size=BATCH):
        keep('party', row, row.organisation_id, of_applicant(row))
    write(1)


def order_by_signs(apps, schema_editor):
    """Let PostgreSQL order the words by their signs, as SQLite does; elsewhere a range of an index
    depends on the language of the database."""
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute(
            'ALTER TABLE store_searchword ALTER COLUMN word TYPE varchar(40) COLLATE "C"'
        )


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0028_volunteer_applications'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='SearchDue',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('row_id', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('organisation_id', models.UUIDField(null=True)),
                ('row_id', models.UUIDField()),
                ('word', models.CharField(max_length=40)),
            ],
        ),
        migrations.RunPython(order_by_signs, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(fields=['kind', 'organisation_id', 'word', 'row_id'], name='search_word_begins'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(fields=['row_id', 'word'], name='search_word_of_row'),
        ),
        migrations.AddConstraint(
            model_name='searchword',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['contact', 'party', 'request', 'volunteer'])), name='search_word_kind'),
        ),
        migrations.AddField(
            model_name='account',
            name='shortcuts',
            field=models.BooleanField(default=True),
        ),
    )
