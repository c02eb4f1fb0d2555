"""Definitions for schedulers: a daily `senco sync`, quoted for cron, systemd, Windows and a container platform.

Pure.  Each text is complete; its first lines say where it goes.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from senco_connect.errors import ConfigProblem

__all__ = ["KINDS", "Job", "definition", "moment"]


class Job(NamedTuple):
    """What is run, where, and at which time of day; ``command`` is the program and the words before "sync".

    ``version`` is that of the library, for the image of a container.
    """

    command: Sequence[str]
    folder: str
    hour: int
    minute: int
    version: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The whole command."""
        return (*self.command, "sync")


def moment(text: str) -> tuple[int, int]:
    """Read a time of day like 06:30, or raise ConfigProblem."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)
    if found is None:
        raise ConfigProblem("The time of day is not one.", "Write it as 06:30.", code="E019")
    return int(found[1]), int(found[2])


def definition(kind: str, job: Job) -> str:
    """Give the definition for one of KINDS."""
    return _MAKE[kind](job)


def _cron(job: Job) -> str:
    told = f"cd {shlex.quote(job.folder)} && {shlex.join(job.words)}"
    # In a crontab a bare % is a line end.
    line = told.replace("%", "\\%")
    return f"# Add this line with: crontab -e\n{job.minute} {job.hour} * * * {line}\n"


def _systemd(job: Job) -> str:
    words = " ".join(map(_systemd_word, job.words))
    return f"""\
# ~/.config/systemd/user/senco.service
[Unit]
Description=Keep the SEN register in step with the MIS

[Service]
Type=oneshot
WorkingDirectory={job.folder.replace("%", "%%")}
ExecStart={words}
# 4 is no fault: the run is done, and conflicts wait for a person.
SuccessExitStatus=4

# ~/.config/systemd/user/senco.timer
[Unit]
Description=Run senco every day

[Timer]
OnCalendar=*-*-* {job.hour:02}:{job.minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target

# Then: systemctl --user enable --now senco.timer
"""


def _systemd_word(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{quoted}"'


def _windows(job: Job) -> str:
    program, *words = job.words
    return f"""\
<?xml version="1.0"?>
<!-- Save as senco-task.xml, then: schtasks /Create /TN senco /XML senco-task.xml -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Keep the SEN register in step with the MIS</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{job.hour:02}:{job.minute:02}:00</StartBoundary>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(" ".join(map(_windows_word, words)))}</Arguments>
      <WorkingDirectory>{escape(job.folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _windows_word(word: str) -> str:
    """Quote as Windows programs take their command line apart: backslashes count before a quotation mark only."""
    if word and not re.search(r'[\s"]', word):
        return word
    inner = re.sub(r'(\\*)"', r'\1\1\\"', word)
    return '"' + re.sub(r"(\\+)$", r"\1\1", inner) + '"'


def _yaml(value: str | list[str]) -> str:
    # A JSON text is a YAML text, so that nothing in a path can be read as anything else.
    return json.dumps(value, ensure_ascii=False)


def _container(job: Job) -> str:
    return f"""\
# kubectl apply -f this-file.yaml
# The image is python:3.12 with: pip install senco-connect senco-connect-mis senco-connect-local
# The claim "senco-school" holds the school's folder: senco.toml, the exports, the register and the state.
apiVersion: batch/v1
kind: CronJob
metadata:
  name: senco
spec:
  schedule: "{job.minute} {job.hour} * * *"
  timeZone: Europe/London
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      # A run that a guard stopped is not better for being repeated.
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: senco
              image: {_yaml(f"senco-connect:{job.version}")}
              command: {_yaml(["senco", *job.words[1:]])}
              workingDir: {_yaml(job.folder)}
              volumeMounts:
                - name: school
                  mountPath: {_yaml(job.folder)}
          volumes:
            - name: school
              persistentVolumeClaim:
                claimName: senco-school
"""


_MAKE: Mapping[str, Callable[[Job], str]] = {
    "cron": _cron,
    "systemd": _systemd,
    "windows": _windows,
    "container": _container,
}
KINDS = tuple(_MAKE)
