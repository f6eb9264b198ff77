from tests.system.examples import EXAMPLES, LANGUAGES
from tests.system.test_every_page import SMALL_TARGETS
CSS=""
def test_look(portal, browser):
    w=browser.new_context(base_url=portal.web.address, bypass_csp=True); p=w.new_page()
    seen={}
    for e in EXAMPLES:
      for width in (1280,320):
        p.set_viewport_size({"width":width,"height":640})
        p.goto(e.address(portal,'en'))
        if CSS: p.add_style_tag(content=CSS)
        js=SMALL_TARGETS.replace("element.outerHTML.slice(0, 120)","element.closest('[class*=app-],main,nav').className+' > '+element.parentNode.tagName+' > '+element.tagName+'.'+element.className+' '+[...element.getClientRects()].map(b=>Math.round(b.width)+'x'+Math.round(b.height)).join()")
        for s in p.evaluate(js,24):
            k=s.rsplit(' ',1)[0]; seen.setdefault(k,set()).add((s.rsplit(' ',1)[1],)); seen[k].add(e.label) if len(seen[k])<4 else 0
    for k,v in seen.items(): print(k, list(v)[:6])
    w.close()
