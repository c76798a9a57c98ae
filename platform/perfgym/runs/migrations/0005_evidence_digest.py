"""The evidence's digest, computed by the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runs", "0004_last_start")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="digest",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.Func("bundle", function="sha256"), models.Value("hex"), function="encode"
                ),
                output_field=models.CharField(max_length=64),
            ),
        ),
    ]
