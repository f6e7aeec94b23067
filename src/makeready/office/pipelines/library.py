"""Which pipelines come ready-made? A few that most shops begin with, in the vendor's shape, to copy and change."""

from __future__ import annotations

from typing import Any

VENDOR_DEFAULT: list[dict[str, Any]] = [
    {"name": "design", "type": "extract-project-design", "description": "Get the design",
     "outputArtifacts": ["design"]},
    {"name": "render", "type": "render-hires", "description": "Render", "inputArtifacts": ["design"],
     "parameters": {
         "hiResOutputDpi": 300, "hiResOutputFileFormat": "pdf", "hiResOutputColorSpace": "cmyk",
         "hiResOutputRgbColorProfileName": "", "hiResOutputCmykColorProfileName": "",
         "hiResOutputGrayscaleColorProfileName": "", "hiResOutputToSeparateFiles": False,
         "hiResOutputChannelContainersToSeparateFiles": False, "hiResOutputChannelContainersRenderEmptyPage": True,
     }, "outputArtifacts": ["result*"]},
    {"name": "fin", "type": "finalize", "finalArtifacts": ["result*"]},
]  # fmt: skip
"""The default pipeline of Customer's Canvas, word for word."""


def print_file() -> list[dict[str, Any]]:
    """The print file, kept with the project."""
    return [_design(), _print(), _end("print")]


def cards_to_press(connection: str, *, folder: str = "/in") -> list[dict[str, Any]]:
    """Print file, imposed on a sheet, sent to the press's FTP or SFTP server, project set to Active."""
    return [
        _design(), _print(),
        {"name": "sheet", "type": "impose", "description": "Fill press sheets", "inputArtifacts": ["print"],
         "parameters": {"layout": "step-and-repeat", "sheetWidth": 320, "sheetHeight": 450, "gutter": 4,
                        "cropMarks": True}, "outputArtifacts": ["sheet"]},
        {"name": "send", "type": "upload-to-ftp", "description": "Send to the press", "inputArtifacts": ["sheet"],
         "parameters": {"connection": connection, "sheet": f"{folder}/{{{{project.orderNumber}}}}.pdf"}},
        {"name": "status", "type": "set-project-status", "description": "It is on the press now",
         "parameters": {"status": "Active"}},
        _end("print", "sheet"),
    ]  # fmt: skip


def proof(connection: str) -> list[dict[str, Any]]:
    """Pictures of the pages, and a mail with their links to the customer."""
    return [
        _design(),
        {"name": "preview", "type": "render-preview", "description": "Draw the pages", "inputArtifacts": ["design"],
         "parameters": {"previewOutputWidth": 1200, "previewOutputFileFormat": "Png"},
         "outputArtifacts": ["preview*"]},
        {"name": "open", "type": "configure-artifacts", "inputArtifacts": ["preview*"],
         "parameters": {"anonymousAccess": True}},
        {"name": "mail", "type": "send-email", "description": "Ask the customer to look",
         "parameters": {"connection": connection, "recipients": "{{project.customerEmail}}",
                        "subject": "Your order {{project.orderNumber}}: please look at the proof",
                        "body": "Please look at your design:\n\n{{preview*:url}}"}},
        _end("preview*"),
    ]  # fmt: skip


def checked_with_ticket(connection: str, *, folder: str = "/in") -> list[dict[str, Any]]:
    """Print file, held at a gate that only fit files pass, sent to the press together with a ticket."""
    return [
        _design(), _print(),
        {"name": "gate", "type": "preflight", "description": "Let only fit files through", "inputArtifacts": ["print"],
         "parameters": {"profile": "pdfx4"}},
        {"name": "ticket", "type": "write-job-ticket", "description": "Write the ticket", "inputArtifacts": ["print"],
         "outputArtifacts": ["ticket"]},
        {"name": "send", "type": "upload-to-ftp", "description": "Send both to the press",
         "inputArtifacts": ["print", "ticket"],
         "parameters": {"connection": connection, "print": f"{folder}/{{{{project.orderNumber}}}}.pdf",
                        "ticket": f"{folder}/{{{{project.orderNumber}}}}-ticket.pdf"}},
        _end("print", "ticket"),
    ]  # fmt: skip


def told_to_store() -> list[dict[str, Any]]:
    """Print file, and its link in the order's note at the store."""
    return [
        _design(), _print(),
        {"name": "open", "type": "configure-artifacts", "inputArtifacts": ["print"],
         "parameters": {"anonymousAccess": True}},
        {"name": "tell", "type": "update-order", "description": "Tell the store", "inputArtifacts": ["print"],
         "parameters": {"note": "Print file of {{project.name}} is ready.", "link": "{{print:url}}"}},
        _end("print"),
    ]  # fmt: skip


def ready_made(connection: str = "press-ftp", mail: str = "mail") -> dict[str, list[dict[str, Any]]]:
    """Name → tasks of all of them."""
    return {
        "Print file": print_file(),
        "Customer's Canvas default": VENDOR_DEFAULT,
        "Cards to press": cards_to_press(connection),
        "Proof by mail": proof(mail),
        "Checked, with a ticket": checked_with_ticket(connection),
        "Print file, told to the store": told_to_store(),
    }


def _design() -> dict[str, Any]:
    return {"name": "design", "type": "extract-project-design", "description": "Take the design",
            "outputArtifacts": ["design"]}  # fmt: skip


def _print() -> dict[str, Any]:
    return {"name": "print", "type": "render-hires", "description": "Make the print file",
            "inputArtifacts": ["design"], "parameters": {"hiResOutputDpi": 300, "hiResOutputFileFormat": "pdf"},
            "outputArtifacts": ["print"]}  # fmt: skip


def _end(*final: str) -> dict[str, Any]:
    return {"name": "end", "type": "finalize", "description": "Keep what was made", "finalArtifacts": list(final)}
