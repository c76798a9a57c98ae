from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0003_comment_place"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="shown",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
