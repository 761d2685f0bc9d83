"""Files: an upload is on disk before 200, a paper goes to whom it was said and nobody else."""

from storage import cards

PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


async def test_an_upload_reaches_its_desk_whole_and_once(stage):
    async with stage.joined() as browser:
        for _ in range(2):
            answer = await browser.upload("Báo cáo đã ký.pdf", PDF, text="bản có dấu")
            assert answer.status_code == 200
        lines = await browser.lines()
        assert [line["html"] for line in lines[1:]] == [
            f"Nghe: Báo cáo đã ký.pdf {len(PDF)} bản có dấu"
        ]
        mine = [e for e in (await browser.history())["entries"] if e.get("mine")]
        assert [(m["file"]["name"], m["file"]["size"]) for m in mine] == [
            ("Báo cáo đã ký.pdf", "10 KB")
        ]
    kept = [path for path in (stage.store.data_dir / "files").iterdir() if path.name != "paper"]
    assert [path.read_bytes() for path in kept] == [PDF]


async def test_an_upload_lies_nowhere_else_once_its_turn_is_over(stage):
    async with stage.joined() as browser:
        await browser.upload("mật.pdf", PDF)
        assert len(await browser.lines()) == 2
        await stage.engine.quiet()
    assert list((stage.store.data_dir / "web" / "in").iterdir()) == []


async def test_a_file_name_is_only_a_name(stage):
    async with stage.joined() as browser:
        names = ("../../etc/passwd", "C:\\x\\y.pdf", "a\x00\nb.pdf", "x" * 500 + ".pdf")
        for number, name in enumerate(names):
            await browser.upload(name, PDF, key=f"file-0000{number}")
        await stage.engine.quiet()
        mine = [e["file"]["name"] for e in (await browser.history())["entries"] if e.get("mine")]
        assert mine[:2] == ["passwd", "y.pdf"]
        assert all(name.isprintable() and len(name) <= 200 for name in mine)
        folder = stage.store.data_dir / "files"
        names = {path.name for path in folder.iterdir()} - {"paper"}
        assert len(names) == 4
        assert all(len(name) == 32 and name.isalnum() for name in names)


async def test_what_is_too_large_is_refused_before_it_is_read(stage):
    async with stage.joined() as browser:
        big = await browser.upload("to.pdf", bytes(21 * 1_048_576))
        assert big.status_code == 413
        assert "20 MB" in big.json()["words"]
        headers = browser.headers | {"Content-Type": "multipart/form-data; boundary=x"}

        async def without_length():
            yield b"--x\r\n"

        answer = await browser.http.post("/chat/file", content=without_length(), headers=headers)
        assert answer.status_code == 413
        for body in (b"", b"--x--", b"--x\r\nContent-Disposition: form-data; name=key\r\n\r\nk"):
            answer = await browser.http.post("/chat/file", content=body, headers=headers)
            assert answer.status_code == 400
    assert len(stage.told()) == 1


async def test_a_paper_goes_to_its_person_only(stage):
    async with stage.joined() as browser, stage.joined() as other:
        await browser.say("tệp Báo cáo xã Lục Ngạn.docx", "key-00001")
        handed = (await browser.lines())[-1]["file"]
        assert handed["name"] == "Báo cáo xã Lục Ngạn.docx"
        mine = await browser.http.get(handed["href"])
        assert mine.content == b"PK paper"
        assert mine.headers["content-type"].startswith("application/vnd.openxmlformats")
        assert "attachment" in mine.headers["content-disposition"]
        assert mine.headers["x-content-type-options"] == "nosniff"
        assert (await other.http.get(handed["href"])).status_code == 404
        async with stage.browser() as stranger:
            assert (await stranger.http.get(handed["href"])).status_code == 404
        for token in ("x", "..%2f..%2ftroly.db", handed["href"][-8:]):
            assert (await browser.http.get(f"/files/{token}")).status_code == 404
        with stage.store.write() as tx:
            cards.end_accounts(tx, stage.person(browser), stage.channel.door.clock())
        assert (await browser.http.get(handed["href"])).status_code == 404


async def test_the_same_person_fetches_it_on_another_device(stage):
    async with stage.joined() as browser, stage.browser() as phone:
        await browser.say("tệp", "key-00001")
        href = (await browser.lines())[-1]["file"]["href"]
        await phone.enter(stage.invite(purpose="web", person=stage.person(browser)))
        await stage.engine.quiet()
        assert (await phone.http.get(href)).content == b"PK paper"


async def test_the_drawer_is_cleared_and_says_so(stage):
    async with stage.joined() as browser:
        await browser.say("tệp", "key-00001")
        href = (await browser.lines())[-1]["file"]["href"]
        door = stage.channel.door
        door.drawer.clear(door.clock())
        assert (await browser.http.get(href)).status_code == 200
        stage.offset[0] += stage.offset[0].resolution * 61 * 86_400_000_000
        door.drawer.clear(door.clock())
        gone = await browser.http.get(href)
        assert gone.status_code == 410
        assert "hết hạn" in gone.text
