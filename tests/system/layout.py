"""What must hold of every page as a browser lays it out: axe's rules, sizes of controls, nothing beyond the edge."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Request

from tests.system.conftest import NARROW, WIDE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The page is the same in its parts at both widths and in both languages. What the rules of these kinds judge depends on
# the layout, or on the words; the others are asked once, of the wide English page.
OF_LAYOUT = ["cat.color", "cat.sensory-and-visual-cues", "cat.keyboard"]
OF_WORDS = ["cat.language", "cat.text-alternatives", "cat.name-role-value", "cat.forms"]
RULES = """([tags, kinds]) => axe.getRules(tags)
  .filter(rule => !rule.tags.includes('experimental') && !rule.tags.includes('deprecated'))
  .filter(rule => !kinds.length || rule.tags.some(tag => kinds.includes(tag))).map(rule => rule.ruleId)"""
SMALLEST_TARGET = 24

# Exempt are (WCAG 2.5.8) a link inside a sentence, whose size is that of the line, and one that another large enough
# link on the page equals, such as a place on a map whose name stands in the list beside it.
SMALL_TARGETS = """smallest => {
  const isInSentence = element => element.tagName === 'A' && [...element.parentNode.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 1);
  const isSeen = element => element.checkVisibility() && element.getBoundingClientRect().width > 1;
  const isSmall = element => {
    const target = ['checkbox', 'radio'].includes(element.type) && element.closest('label') || element;
    const sizes = [...target.getClientRects()].map(box => Math.min(Math.round(box.width), Math.round(box.height)));
    return sizes.every(size => size < smallest);
  };
  const address = element => element.getAttribute('href') || element;
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter(isSeen);
  const reached = new Set(controls.filter(element => !isSmall(element)).map(address));
  return controls.filter(element => isSmall(element) && !isInSentence(element) && !reached.has(address(element)))
    .map(element => element.outerHTML.slice(0, 120));
}"""


class Visit:
    """A page opened in a tab, with what the browser said and asked meanwhile."""

    def __init__(self, tab: Page, address: str, *, status: int = 200, viewport: dict[str, int] = WIDE) -> None:
        self.tab, self.expected = tab, status
        self.complaints: list[str] = []
        self.requests: list[str] = []
        listeners = (("console", self._note), ("request", self._note_request), ("pageerror", self._note_error))
        for event, listener in listeners:
            tab.on(event, listener)
        tab.set_viewport_size(viewport)
        self.status = tab.goto(address).status
        self._listeners = listeners

    def leave(self) -> None:
        """Give the tab back, for the next visit."""
        for event, listener in self._listeners:
            self.tab.remove_listener(event, listener)

    def faults_when_wide(self, *kinds: str) -> dict[str, list]:
        """Return what is wrong at 1280 pixels; of axe's rules only those of some kinds where they are named."""
        self.tab.set_viewport_size(WIDE)
        return {"axe at 1280": self.axe(*kinds), "small controls at 1280": self.small_controls()}

    def faults_when_narrow(self, *kinds: str) -> dict[str, list]:
        """Return what is wrong at 320 pixels; of axe's rules only those of some kinds where they are named."""
        self.tab.set_viewport_size(NARROW)
        width = self.tab.evaluate("document.documentElement.scrollWidth")
        sideways = [width] if width > NARROW["width"] else []
        axe, small = self.axe(*kinds), self.small_controls()
        return {"axe at 320": axe, "small controls at 320": small, "scrolls sideways at 320": sideways}

    def axe(self, *kinds: str) -> list[tuple[str, list[str]]]:
        """Return the rules of axe that the page breaks as it stands now, each with the parts that break it."""
        if not self.tab.evaluate("'axe' in window"):
            self.tab.evaluate(Axe().axe_script)
        rules = self.tab.evaluate(RULES, [TAGS, list(kinds)])
        options = {"runOnly": {"type": "rule", "values": rules}, "resultTypes": ["violations"]}
        violations = self.tab.evaluate("options => axe.run(document, options)", options)["violations"]
        return [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in violations]

    def small_controls(self) -> list[str]:
        return self.tab.evaluate(SMALL_TARGETS, SMALLEST_TARGET)

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _note_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _note(self, message: ConsoleMessage) -> None:
        """Keep what the console says, but for the page's own status where that is meant to be an error."""
        if not (self.expected >= 400 and message.location["url"] == self.tab.url):
            self.complaints.append(message.text)
