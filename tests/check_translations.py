#!/usr/bin/env python3
"""Every string of the window is translated, in every language that comes with it.

Reads the sources with lupdate into a copy of each translation, so that a string that was added and not translated, or
changed, shows; nothing in the tree is touched. usage: check_translations.py SOURCE_DIR LUPDATE
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree


def problems_of(message, forms):
    """What is wrong with one translation, as sentences."""
    source = message.findtext("source") or ""
    translation = message.find("translation")
    texts = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
    is_plural = message.get("numerus") == "yes"
    if translation.get("type") == "unfinished" or not all(texts):
        yield "is not translated"
        return
    if is_plural and len(texts) != forms:
        yield f"has {len(texts)} plural forms instead of {forms}"
    for text in texts:
        wanted = sorted(re.findall(r"%L?\d", source))
        if sorted(re.findall(r"%L?\d", text)) != wanted:
            yield f"has other places than {' '.join(wanted) or 'none'}: {text}"
        if ("&" in source.replace("&&", "")) != ("&" in text.replace("&&", "")):
            yield f"has a key for its menu where the other has none: {text}"
        if (source[:1].isspace(), source[-1:].isspace()) != (text[:1].isspace(), text[-1:].isspace()):
            yield f"begins or ends with other space: {text!r}"


def main():
    root, lupdate = pathlib.Path(sys.argv[1]), sys.argv[2]
    wrong = 0
    for kept in sorted((root / "resources/translations").glob("fotograma_*.ts")):
        language = kept.stem.split("_")[1]
        with tempfile.TemporaryDirectory() as folder:
            fresh = pathlib.Path(folder) / kept.name
            fresh.write_bytes(kept.read_bytes())
            only_plurals = ["-pluralonly"] if language == "en" else []
            subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", "-I", ".", *only_plurals, "ui",
                            "app/desktop_main.cpp", "-ts", str(fresh)], cwd=root, check=True, stderr=subprocess.DEVNULL)
            messages = 0
            for context in tree.parse(fresh).getroot().iter("context"):
                if not context.findtext("name"):
                    print(f"{language}: a call of tr() has no context, and would not be found at run time: "
                          f"{context.find('message').findtext('source')!r}")
                    wrong += 1
                for message in context.iter("message"):
                    messages += 1
                    for problem in problems_of(message, 2):
                        wrong += 1
                        print(f"{language}: {context.findtext('name')}: {message.findtext('source')!r} {problem}")
            print(f"{language}: {messages} strings")
            if language != "en" and messages < 100:
                print(f"{language}: lupdate found next to nothing; is it the right tree?")
                wrong += 1
    if wrong:
        print("`ninja translations` brings resources/translations up to date; then translate what is unfinished.")
    return 1 if wrong else 0


sys.exit(main())
