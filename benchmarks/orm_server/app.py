"""The application, to be run by uvicorn; the database's address stands in DATABASE_URL."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from benchmarks.orm_server.access import Points, Refused, admit, authorize, find_user
from benchmarks.orm_server.rows import page
from benchmarks.orm_server.schemas import Answer, Call, Error, Failure, GroupOut, Metadata, Result

engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=10)
sessions = async_sessionmaker(engine, expire_on_commit=False)
points = Points()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await engine.dispose()


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


app = FastAPI(lifespan=lifespan)


@app.post("/v2.0", response_model=Answer)
async def answer(call: Call, request: Request, session: Annotated[AsyncSession, Depends(session)]) -> Response:
    """One call: who, may he, his rows, the JSON."""
    asked = call.params
    user = await find_user(session, asked.access_token)
    admit(user.customer, request.client.host if request.client else "")
    limits = points.charge(user.customer)
    authorize(user, "number_management")
    total, groups = await page(session, user.customer_id, asked)
    metadata = Metadata(total_items=total, limits=limits)
    result = Result(data=[GroupOut.model_validate(group) for group in groups], metadata=metadata)
    told = Answer(id=call.id, result=result)
    only: dict[str, Any] | None = None
    if asked.fields:
        data = {"__all__": dict.fromkeys(asked.fields, True)}
        only = {"jsonrpc": True, "id": True, "result": {"metadata": True, "data": data}}
    return Response(told.model_dump_json(include=only), media_type="application/json")


@app.exception_handler(Refused)
async def refused(_: Request, refusal: Refused) -> Response:
    """An error of the API is an answer too: HTTP 200."""
    error = Error(code=refusal.code, message=refusal.message, mnemonic=refusal.mnemonic, field=refusal.field)
    return Response(Failure(error=error).model_dump_json(), media_type="application/json")


@app.exception_handler(RequestValidationError)
async def invalid(_: Request, failure: RequestValidationError) -> Response:
    """What pydantic refused, told with the first parameter that it did not like."""
    first = failure.errors()[0]
    error = Error(code=-32602, message=first["msg"], mnemonic="invalid_parameter_value", field=str(first["loc"][-1]))
    return Response(Failure(error=error).model_dump_json(), media_type="application/json")
