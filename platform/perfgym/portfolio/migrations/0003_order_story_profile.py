import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

AS_THEY_STOOD = """
    UPDATE portfolio_entry SET place = numbered.place FROM (
        SELECT id, row_number() OVER (PARTITION BY owner_id ORDER BY created_at, id) AS place FROM portfolio_entry
    ) AS numbered WHERE numbered.id = portfolio_entry.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0002_words_date"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="place",
            field=models.PositiveIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.RunSQL(AS_THEY_STOOD, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                deferrable=models.Deferrable["DEFERRED"], fields=("owner", "place"), name="one_entry_a_place"
            ),
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, max_length=4000)),
                ("links", models.TextField(blank=True, max_length=1510)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="profile", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("situation", models.TextField(blank=True, max_length=2000)),
                ("task", models.TextField(blank=True, max_length=2000)),
                ("action", models.TextField(blank=True, max_length=2000)),
                ("result", models.TextField(blank=True, max_length=2000)),
                ("trade_off", models.TextField(blank=True, max_length=2000)),
                ("shown", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="story", to="portfolio.entry"
                    ),
                ),
            ],
        ),
    ]
