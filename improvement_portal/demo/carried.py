"""Two schools that began this year with what stood in the year before; one of them changed its framework."""

from schools.models import CarriedArea, SelfEvaluation, Stays

from .years import CARRIED_FORWARD, Year, YearMaker


def carry_forward(maker: YearMaker, made: list[Year]) -> None:
    """Say of these self-evaluations, once they are written, from which they were begun."""
    evaluations = {(year.school, year.year): year for year in made if year.self_evaluation}
    for year in made:
        older = evaluations.get((year.school, year.year - 1))
        if older and year.self_evaluation and year.position in CARRIED_FORWARD and maker.is_this_year(year):
            rows = SelfEvaluation.objects.as_system("made up")
            rows.filter(pk=year.self_evaluation.pk).update(carried_from=older.self_evaluation)
            for theme, old in older.sections.items():
                stayed = [] if maker.is_carried(year, theme) else [("strengths", Stays.NOT_CHOSEN.value)]
                new = {"self_evaluation": year.self_evaluation, "new": year.sections[theme]}
                maker.rows.add(CarriedArea, old=old, stayed=stayed, **new)
