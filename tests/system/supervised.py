"""script/server as it is, but for preparing the data, which the tests have done: `supervised.py CHECKOUT`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(sys.argv[1]) / "script" / "support"))
    import server
    from places import CHECKOUT, find_place, sentences_for_people
    from processes import StopRequest

    stop = StopRequest()
    with sentences_for_people():
        server.launch(find_place("development", CHECKOUT), "127.0.0.1", "", stop, prepare=lambda *_given: None)
