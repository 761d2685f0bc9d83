"""Every setting of the server, typed: environment (TROLY_...) over file over default."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.complaint import Complaint

FILE_NAME = "troly.toml"
_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
_URL = re.compile(r"https?://[^\s/]+.*")


def _token(value: SecretStr | None) -> SecretStr | None:
    """Refuse what cannot be a bot token; an empty one counts as none."""
    if value is None or not value.get_secret_value().strip():
        return None
    if not _TOKEN.fullmatch(value.get_secret_value().strip()):
        raise ValueError("shape")
    return SecretStr(value.get_secret_value().strip())


def _url(value: str | None) -> str | None:
    if value and not _URL.fullmatch(value):
        raise ValueError("shape")
    return value.rstrip("/") if value else None


class Settings(BaseSettings):
    """Settings by environment variable (prefix TROLY_) or by the settings file of the same names.

    No value of a secret ever stands in an error, a log or a repr. `telegram` None means: if
    there is a token.
    """

    model_config = SettingsConfigDict(
        env_prefix="TROLY_", extra="forbid", hide_input_in_errors=True, frozen=True
    )

    telegram: bool | None = None
    telegram_token: Annotated[SecretStr | None, AfterValidator(_token)] = None
    telegram_base_url: str = "https://api.telegram.org"
    telegram_proxy: SecretStr | None = None
    database_url: SecretStr | None = None
    data_dir: Path = Path("data")
    programme: str = "bac-ninh-2282"
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Annotated[str | None, AfterValidator(_url)] = None
    metrics_token: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def database(self) -> str:
        """Return the database's URL; without one, a SQLite file in the data folder."""
        if self.database_url is not None and self.database_url.get_secret_value():
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'troly.db').absolute()}"

    @property
    def speaks_telegram(self) -> bool:
        """Return whether the Telegram channel runs."""
        return self.telegram_token is not None and self.telegram is not False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, environment, settings file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a file and the environment.

    Raises Complaint naming the key and the mend, never a value. Telegram that is asked for (by
    `telegram = true` or by a token variable left empty) but has no token is a complaint too.
    """

    class _Here(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    place = str(file) if file else "TROLY_*"
    try:
        settings = _Here()
    except tomllib.TOMLDecodeError as error:
        raise Complaint("settings_unreadable", file=place, problem=str(error)) from None
    except ValidationError as error:
        raise _complaint(error, place) from None
    asked = settings.telegram or environment.get("TROLY_TELEGRAM_TOKEN") == ""
    if asked and settings.telegram_token is None:
        raise Complaint("token_missing", file=place)
    return settings


def _complaint(error: ValidationError, place: str) -> Complaint:
    problem = error.errors(include_input=False, include_url=False, include_context=False)[0]
    key = str(problem["loc"][0]) if problem["loc"] else "-"
    if problem["type"] == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return Complaint("settings_unknown_key", file=place, key=key, known=known)
    if key == "telegram_token":
        return Complaint("token_malformed", file=place)
    return Complaint("settings_wrong_value", file=place, key=key, problem=problem["msg"])
