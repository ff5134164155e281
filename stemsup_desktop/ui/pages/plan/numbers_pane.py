"""The right pane of step 4: the sites with their volumes above, sessions, cost and aftercare below."""

from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.pages.plan.course_numbers import CourseNumbers
from stemsup_desktop.ui.pages.plan.sites_numbers import SitesNumbers
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class NumbersPane(ScrollPane):
    """Holds both halves, which show a view, and report what the person changed, by themselves."""

    def __init__(self, theme: Theme, words: Words, content: Content) -> None:
        super().__init__(margins=(sizes.L, sizes.M, sizes.M, sizes.XL), spacing=sizes.S)
        self.sites = SitesNumbers(theme, words, content)
        self.course = CourseNumbers(theme, words)
        self.add(self.sites)
        self.add(self.course)
        self.add_stretch()

    def fill(self) -> None:
        """Make the fields, unless they are there."""
        self.sites.fill()
        self.course.fill()
