#!/usr/bin/env bash
# Ask every rule of accessibility of every page, in both languages, at 1280 and at 320 pixels.
set -eu
exec script/test tests/system/test_every_page.py tests/system/test_signed_in_pages.py --every-rule -n auto
