from django import forms


class JoinForm(forms.Form):
    code = forms.CharField(label="Join code", max_length=12, help_text="Eight letters and digits from your instructor.")


class CohortForm(forms.Form):
    name = forms.CharField(label="Name of the cohort", max_length=80)


class DecisionForm(forms.Form):
    """What an instructor says, and which button they press."""

    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Markdown. The learner reads it.",
    )
    decision = forms.ChoiceField(choices=[("accepted", "accept"), ("changes", "ask"), ("comment", "comment")])
