import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import perfgym.portfolio.visibility


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0003_order_story_profile"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("entry", "shows_report", models.BooleanField(default=True)),
        migrations.AddField("entry", "shows_change", models.BooleanField(default=True)),
        migrations.AddField("entry", "shows_review", models.BooleanField(default=True)),
        migrations.AddField("entry", "shows_machine", models.BooleanField(default=True)),
        migrations.AddField("entry", "shows_credential", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Sharing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("private", "private: you, and an instructor you submit it to"),
                            ("unlisted", "unlisted: whoever has the link"),
                            ("public", "public: on your portfolio page"),
                        ],
                        default="public",
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(default=perfgym.portfolio.visibility.new_key, max_length=40)),
                ("shows_name", models.BooleanField(default=True)),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sharing",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["private", "unlisted", "public"])),
                        name="sharing_visibility_known",
                    )
                ]
            },
        ),
        migrations.AlterField(
            "entry", "key", models.CharField(default=perfgym.portfolio.visibility.new_key, max_length=40)
        ),
    ]
