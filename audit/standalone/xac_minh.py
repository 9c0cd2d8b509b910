#!/usr/bin/env python3
"""Xác minh độc lập một cuộc khảo sát Hòm Phiếu: một tệp, chỉ dùng thư viện chuẩn của Python.
Cách dùng:   python3 xac_minh.py THƯ_MỤC [--head MÃ_KIỂM_CHỨNG] [--tally TỆP.json]
Không dùng chung mã nào với chương trình đã lập ra bản ghi; chỉ đọc, không ghi. Tệp này:
  1. tính lại chuỗi mã băm của sổ nhật ký: mỗi sự kiện gắn với sự kiện đứng trước;
  2. đi lại từng sự kiện, tự suy ra phiếu nào được tính, câu nào trả lời gì;
  3. rút thăm lại mẫu phúc tra từ dãy số gieo;
  4. so với các bảng, với mã kiểm chứng trên giấy đã ký và bảng tổng hợp đã công bố (JSON).
Kết thúc: 0 không thấy gì sai, 4 có sai khác, 1 không đọc được.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
import tomllib
import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path

WORDS = {"blank": "blank", "multiple": "multiple", "unclear": "unclear", "unknown": "unclear"}
NOWHERE = {"channel": "paper", "period": "", "box": ""}
TONES = "\u0300\u0301\u0303\u0309\u0323"
NOT_OURS = ("foreign-code", "forged-code", "test-deck")


def sha256(text):
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def check_chain(journal):
    """Bước 1. Mã băm của một sự kiện là SHA-256 của dãy JSON gồm mọi mục khác của nó."""
    previous, seq = "0" * 64, 0
    for event in journal:
        sealed = json.dumps(list(event)[:-1], ensure_ascii=False, separators=(",", ":"))
        if event["seq"] != seq + 1:
            yield f"sau sự kiện {seq} là sự kiện {event['seq']}: phần ở giữa đã mất"
        if event["hash"] != sha256(sealed):
            yield f"sự kiện {event['seq']} ({event['kind']}) đã bị sửa sau khi ghi"
        if event["previous"] != previous:
            yield f"sự kiện {event['seq']} ({event['kind']}) không gắn với sự kiện đứng trước"
        previous, seq = event["hash"], event["seq"]
    yield from () if seq else ("sổ nhật ký trống",)


def agreed(opinions):
    """Hai người đầu nếu giống nhau, nếu không thì người thứ ba; hai người khác nữa đính chính."""
    latest = {}  # mỗi người một ý kiến mới nhất, theo thứ tự lên tiếng lần đầu
    for number, opinion in enumerate(opinions):
        words = unicodedata.normalize("NFD", opinion[0].casefold()).split()  # «Hoà» cũng là «Hòa»
        latest[str([sorted(word, key=TONES.__contains__) for word in words])] = (number, *opinion)
    standing = list(latest.values())
    is_agreed = len(standing) > 1 and standing[0][2] == standing[1][2]
    settling, others = (standing[:1], standing[2:]) if is_agreed else (standing[2:3], standing[3:])
    settling = sorted(o for o in others if sum(o[2] == p[2] for p in others) > 1)[-1:] or settling
    chosen = [one[2] for one in ([max(standing)] if opinions[-1][2]["needed"] == 1 else settling)]
    return sorted(one for one in standing if [one[2]] == chosen)


class Survey:
    """Bước 2. Điều mà sổ nhật ký nói, tính đến sự kiện đã đi qua."""

    def __init__(self):
        self.openings = {}  # mã lần mở hòm → kỳ, hòm, có mở hay không, số phiếu đếm tay
        self.pages, self.machine = {}, {}  # số sự kiện → trang nay tính, trang như máy để lại
        self.files = {}  # tệp quét → số trang → số sự kiện
        self.sheets = {}  # mã phiếu → lần mở hòm, thủ tục, người nói hợp lệ hay không
        self.answers = {}  # (mã phiếu, câu) → trang, máy đọc gì, nay tính gì
        self.opinions = {}  # điều phải quyết định → các ý kiến, mỗi ý kiến kèm số người cần có
        self.draws, self.findings = {}, []  # mã lần phúc tra → lần rút đầu tiên; điều sai

    def follow(self, event):
        act = getattr(self, "do_" + event["kind"].replace("-", "_"), lambda *_: None)
        act(event, json.loads(event["body"]))

    def do_opening(self, _event, body):
        """Lần mở hòm; bản sửa thay số liệu của bản đầu, cả hai vẫn còn trong sổ."""
        one = {key: body[key] for key in ("period", "box", "refused")}
        count = (body.get("count") or {}).get("second") or 0
        self.openings[body.get("corrects") or body["id"]] = one | {"count": count}

    def do_page(self, event, body):
        page = {key: value for key, value in body.items() if key not in ("boxes", "questions")}
        self.machine[event["seq"]], self.pages[event["seq"]] = page, dict(page)
        of_file = self.files.setdefault((page["sha256"], page["source_file"]), {})
        of_file[page["source_page"]] = event["seq"]
        if page["outcome"] == "read":
            read = [(name, choice or status) for name, status, choice, _why in body["questions"]]
            self.add_sheet(event["seq"], page, read)

    def add_sheet(self, seq, page, questions):
        """Trang là một phiếu, hay một trang của phiếu: mỗi câu kèm điều máy đọc được."""
        fresh = {key: page[key] for key in ("opening", "procedure", "fingerprint")}
        self.sheets.setdefault(page["sheet"], fresh | {"verdict": ""})
        for name, value in questions:
            one = {"page": seq, "machine": value, "value": value}
            self.answers.setdefault((page["sheet"], name), one)

    def do_assigned(self, _event, body):
        """Trang quét trước khi lần mở hòm được ghi, nay biết thuộc lần mở nào."""
        for seq in self.files.get((body["sha256"], body["source_file"]), {}).values():
            page = self.pages[seq]
            for one in (page, self.sheets[page["sheet"]] if page["outcome"] == "read" else page):
                one["opening"] = one["opening"] or body["opening"]

    def do_decision(self, event, body):
        self.weigh(event, body, ("answer", body["sheet"], body["question"]), body["value"])

    def do_sheet_decision(self, event, body):
        self.weigh(event, body, ("verdict", body["sheet"], ""), (body["value"], body["ground"]))

    def do_page_decision(self, event, body):
        seq = self.files[body["sha256"], body["source_file"]][body["source_page"]]
        self.weigh(event, body, ("page", seq, ""), (body["fate"], body["sheet"]))

    def weigh(self, event, body, subject, value):
        """Thêm một ý kiến rồi xem các ý kiến đã thống nhất chưa."""
        self.opinions.setdefault(subject, []).append((event["person"], value, body))
        self.settle(subject)

    def settle(self, subject):
        kind, sheet, question = subject
        agreeing = agreed(self.opinions[subject])
        value = agreeing[-1][2] if agreeing else None
        if kind == "page":
            self.lay_over(sheet, agreeing[-1][3] if agreeing else {"fate": ""})
        elif kind == "verdict" and sheet in self.sheets:
            self.sheets[sheet]["verdict"] = value[0] if value else ""
        elif question == "procedure" and sheet in self.sheets:
            printed = (p["procedure"] for p in self.pages.values() if shows(p, sheet))
            said = "unknown" if value in WORDS else value
            self.sheets[sheet]["procedure"] = said or next(printed)
        elif answer := self.answers.get((sheet, question)):
            answer["value"] = WORDS.get(value, value) or answer["machine"]

    def lay_over(self, seq, settled):
        """Trang trở lại như máy để lại, rồi nhận số phận mà người đã quyết định."""
        page, fate, before = self.pages[seq], settled["fate"], self.pages[seq]["sheet"]
        page.update(self.machine[seq] | {"opening": page["opening"]})
        self.answers = {key: one for key, one in self.answers.items() if one["page"] != seq}
        if not any(shows(one, before) for one in self.pages.values()):
            self.sheets.pop(before, None)
        if fate in ("rescanned", "duplicate"):  # tờ giấy này đã được tính ở trang khác
            other = settled["sheet"] if fate == "rescanned" else page["sheet"]
            page.update(outcome="duplicate", sheet=other)
        elif fate in ("accepted", "kept"):  # là một phiếu, mọi câu chờ người đọc
            sheet = settled["sheet"] or self.own_sheet(page)
            page.update({key: settled[key] for key in ("sheet_page", "fingerprint")})
            page.update(outcome="read", sheet=sheet)
            self.add_sheet(seq, page, [(name, "flagged") for name in settled["questions"]])
            for subject in [one for one in self.opinions if one[1] == sheet]:
                self.settle(subject)

    def own_sheet(self, page):
        """Mã trên phiếu nếu tin được và chưa trang nào mang; nếu không thì nơi nó được quét."""
        name, number = page["sheet"], page["sheet_page"]
        taken = any(shows(p, name) and p["sheet_page"] == number for p in self.pages.values())
        is_ours = name and not taken and page["reason"] not in NOT_OURS
        return name if is_ours else f"{page['sha256'][:12].upper()}-{page['source_page']}"

    def do_recheck_drawn(self, _event, body):
        """Bước 3. Thăm của một phiếu: SHA-256 của «dãy số,mã phiếu»; rút các thăm nhỏ nhất."""
        first, units = self.draws.setdefault(body["id"], body), self.units(body["period"])
        pile = len(units), sha256("".join(line + "\n" for line in sorted(units.values())))
        if any((one["population"], one["record_sha256"]) != pile for one in (first, body)):
            self.findings.append(f"{body['id']}: chồng phiếu lúc rút không như sổ nhật ký nói")
        order = sorted(units, key=lambda unit: sha256(f"{first['seed']},{unit}"))
        if order[body["first"] - 1 :][: len(body["units"])] != body["units"]:
            self.findings.append(f"{body['id']}: phiếu rút không phải do dãy số gieo rút ra")

    def units(self, period):
        """Mỗi tờ giấy của kỳ → dòng chữ nói bản ghi tính gì cho nó."""
        mine = {key for key, one in self.openings.items()
                if not one["refused"] and months(one["period"]) <= months(period)}  # fmt: skip
        units = {key: key for key, _ in self.answers if self.sheets[key]["opening"] in mine}
        seen = Counter(self.sheets[sheet]["opening"] for sheet in units)
        for (sheet, question), answer in sorted(self.answers.items()):
            if sheet in units and self.sheets[sheet]["verdict"] != "invalid":
                units[sheet] += f" {question}={answer['value']}"
        for seq, page in self.pages.items():
            name, is_loose = f"page-{seq}", page["sheet"] not in units
            if page["opening"] in mine and page["outcome"] == "rejected" and is_loose:
                units[name], seen[page["opening"]] = name, seen[page["opening"]] + 1
        missing = ((key, n) for key in mine for n in range(seen[key], self.openings[key]["count"]))
        return units | {name: name for name in (f"hand-{key}-{n + 1}" for key, n in missing)}


def shows(page, sheet):
    return page["sheet"] == sheet and page["outcome"] == "read"


def months(period):
    """Các tháng của một kỳ: 2021-10, 2021-Q4, 2021-H2 hay 2021."""
    year, _, part = period.partition("-")
    length = {"": 12, "Q": 3, "H": 6}.get(part[:1], 1)
    last = int(part.lstrip("QH") or 1) * length
    return {(year, last - month) for month in range(length)}


def compare_tables(database, survey):
    """Bước 4. Các bảng mà chương trình dùng để đếm phải đúng như sổ nhật ký nói."""
    mine = {("page", seq): page for seq, page in survey.pages.items()}
    mine |= {("sheet", sheet): one for sheet, one in survey.sheets.items()}
    for (sheet, question), one in survey.answers.items():
        status = one["value"] if one["value"] in (*WORDS, "flagged") else "answered"
        choice = one["value"] if status == "answered" else None
        mine["answer", f"{sheet} {question}"] = {"status": status, "choice": choice}
    for table, name in ("page", "seq"), ("sheet", "id"), ("answer", "sheet || ' ' || question"):
        for row in database.execute(f"SELECT {name} AS place, * FROM {table}"):
            told = mine.pop((table, row["place"]), None)
            if told is None:
                yield f"{table} {row['place']}: có trong bảng, nhưng sổ nhật ký không nói"
            for key in set(told or ()) & set(row.keys()):
                if row[key] != told[key]:
                    yield f"{table} {row['place']}: {key} là «{row[key]}», phải là «{told[key]}»"
    yield from (f"{table} {name}: sổ nhật ký nói có, nhưng bảng không có" for table, name in mine)


def count(survey, told, plan):
    """Khóa → số câu trả lời theo từng điều, chỉ của phiếu hợp lệ trong kỳ."""
    filled = {sheet for (sheet, _), one in survey.answers.items() if one["value"] != "blank"}
    fields = {one["id"]: one["id"] for one in plan["fields"]}
    fields |= {p["code"].replace(" ", "")[:8]: p["field"] for p in plan.get("procedures", [])}
    ticked, choices = next(((name, c) for name, c in told["ticked"].items() if c), ("", {}))
    is_blank_valid = not plan.get("validity", {}).get("all_blank", True)
    counted, period, is_several = {}, told["period"], any("form" in row for row in told["rows"])
    for (sheet, question), answer in survey.answers.items():
        one = survey.sheets[sheet]
        opening = NOWHERE | survey.openings.get(one["opening"], {})
        is_valid = one["verdict"] == "valid" or sheet in filled or is_blank_valid
        is_asked = not period or (opening["period"] and months(opening["period"]) <= months(period))
        if is_valid and is_asked and one["verdict"] != "invalid" and question not in told["ticked"]:
            keys = opening | {"question": question, "factor": told["factors"].get(question, "")}
            keys["procedure"] = procedure = one["procedure"] or "unknown"
            mark = survey.answers.get((sheet, ticked), {}).get("value")
            keys["field"] = choices.get(mark) or fields.get(procedure, "unknown")
            place = (one["fingerprint"] if is_several else None, keys[told["by"]])  # mỗi mẫu riêng
            counted.setdefault(place, Counter())[answer["value"]] += 1
    return counted


def compare_tally(survey, told, plan):
    """Bảng tổng hợp đã công bố phải đúng như đếm lại ở đây; ô được che thì bỏ qua."""
    wrong, counted = [], count(survey, {"ticked": {}, "factors": {}} | told, plan)
    for row in (row for row in told["rows"] if row.get("channel", "paper") == "paper"):
        key, mine = row["key"], counted.pop((row.get("form"), row["key"]), Counter())
        mine["answered"] = sum(mine[choice] for choice in row["counts"])
        said = row["counts"] | {name: row[name] for name in ("answered", *WORDS.values())}
        wrong += [(key, at, v, mine[at]) for at, v in said.items() if v not in (None, mine[at])]
        share = Fraction(mine["5"] + mine["4"], mine["answered"] or 1)
        gap = abs(share - Fraction(row["satisfied"] or share))
        if set(row["counts"]) == set("54321") and gap > Fraction(1, 10**6):
            wrong.append((key, "satisfied", row["satisfied"], "khác"))
    wrong += [(at[1], "hàng", "không có", "có") for at in counted if set(counted[at]) - {"flagged"}]
    return [f"{key}, {name}: công bố {said}, đếm lại {is_}" for key, name, said, is_ in wrong]


def verify(asked):
    """Mọi điều sai khác, thành câu; và câu tổng kết."""
    place = (asked.folder / "survey.db").resolve().as_uri()
    database = sqlite3.connect(f"{place}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    journal = database.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    survey, findings = Survey(), list(check_chain(journal))
    for event in journal:
        try:
            survey.follow(event)
        except (ValueError, LookupError, TypeError, StopIteration) as error:
            findings.append(f"sự kiện {event['seq']} ({event['kind']}) không hiểu được: {error!r}")
    findings += [*survey.findings, *compare_tables(database, survey)]
    for head in asked.head:
        digits = "".join(sign for sign in head.lower() if sign.isalnum())
        if len(digits) < 8 or not any(event["hash"].startswith(digits) for event in journal):
            findings.append(f"mã kiểm chứng «{head}» không có trong sổ nhật ký")
    plan = tomllib.loads((asked.folder / "survey.toml").read_text("utf-8"))
    for table in (json.loads(file.read_text("utf-8")) for file in asked.tally):
        findings += compare_tally(survey, table, plan)
    size = f"{len(journal)} sự kiện, {len(survey.pages)} trang, {len(survey.sheets)} phiếu"
    return findings, size + "".join(f"; mã kiểm chứng {event['hash']}" for event in journal[-1:])


def main():
    parser = argparse.ArgumentParser(description="Xác minh độc lập một cuộc khảo sát Hòm Phiếu.")
    parser.add_argument("folder", type=Path, help="thư mục khảo sát, có tệp survey.db")
    parser.add_argument("--head", action="append", default=[], help="mã kiểm chứng in trên giấy")
    parser.add_argument("--tally", action="append", default=[], type=Path, help="bảng JSON công bố")
    try:
        findings, told = verify(parser.parse_args())
    except (OSError, sqlite3.Error, ValueError, LookupError, TypeError) as error:
        print(f"Không xác minh được, cần thư mục khảo sát có survey.db, survey.toml: {error!r}")
        return 1
    ending = "CÓ SAI KHÁC." if findings else "Không thấy gì sai."
    print(*(f"SAI: {finding}" for finding in findings), told, ending, sep="\n")
    return 4 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
