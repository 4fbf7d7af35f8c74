"""What is written in one turn of the event loop goes out together, in order, and before the connection closes."""

from __future__ import annotations

import asyncio

from centrex.server.protocol import MOST, Gathered


class Wire(asyncio.Transport):
    """Keeps what is written, by the piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.is_closed
        self.pieces.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed


async def test_a_head_and_its_body_go_out_as_one() -> None:
    wire = Wire()
    gathered = Gathered(wire, asyncio.get_running_loop())
    for part in (b"head ", b"body ", b"", b"next"):
        gathered.write(part)
    assert wire.pieces == []
    await asyncio.sleep(0)
    assert wire.pieces == [b"head body next"]
    gathered.write(b"later")
    await asyncio.sleep(0)
    assert wire.pieces == [b"head body next", b"later"]


async def test_what_is_held_goes_out_before_the_end() -> None:
    wire = Wire()
    gathered = Gathered(wire, asyncio.get_running_loop())
    gathered.write(b"last")
    gathered.close()
    assert (wire.pieces, gathered.is_closing()) == ([b"last"], True)
    await asyncio.sleep(0)
    assert wire.pieces == [b"last"]


async def test_little_is_held_back() -> None:
    wire = Wire()
    gathered = Gathered(wire, asyncio.get_running_loop())
    for _ in range(5):
        gathered.write(bytes(MOST // 2 + 1))
    assert sum(map(len, wire.pieces)) == 4 * (MOST // 2 + 1)
    await asyncio.sleep(0)
    assert sum(map(len, wire.pieces)) == 5 * (MOST // 2 + 1)
