"""Why a file is not taken, and what to do: a sentence each."""

from django.utils.translation import gettext as _

from schools.refusals import Refused


def wrong_kind() -> Refused:
    return Refused(
        _(
            "This kind of file cannot be kept here. Save it as a PDF, Word (.docx), Excel (.xlsx), OpenDocument "
            "(.odt or .ods), PNG or JPEG file, then choose it again."
        )
    )


def not_what_it_says(ending: str) -> Refused:
    return Refused(
        _(
            "The name of this file ends in %(ending)s, but there is something else in it. Open it in the program it "
            "was made with, save it anew as %(ending)s, then choose it again."
        )
        % {"ending": ending}
    )


def empty() -> Refused:
    return Refused(_("There is nothing in this file. Choose another one."))


def too_large() -> Refused:
    return Refused(
        _(
            "This file is larger than 25 MB. Make it smaller, for example by saving it as a PDF or with smaller "
            "pictures, then choose it again."
        )
    )


def unpacks_to_too_much() -> Refused:
    return Refused(_("This file unpacks to far more than a document needs. Save it as a PDF, then choose it again."))


def in_too_many_pieces() -> Refused:
    return Refused(
        _(
            "This file is put together from far more pieces than a document needs. Split it into several files, or "
            "print it to a new PDF, then choose it again."
        )
    )


def holds_programs() -> Refused:
    return Refused(
        _(
            "This file holds macros, programs or embedded objects. Save it without them, or as a PDF, then choose it "
            "again."
        )
    )


def acts_of_itself() -> Refused:
    return Refused(
        _(
            "This file would fetch something, run a script or start a program when it is opened. Print it to a new "
            "PDF, then choose that one."
        )
    )


def under_a_password() -> Refused:
    return Refused(
        _("This file is protected by a password, or saved in an old format. Save it anew, then choose it again.")
    )


def damaged() -> Refused:
    return Refused(
        _("This file is damaged. Open it in the program it was made with, save it anew, then choose it again.")
    )


def too_many_pixels() -> Refused:
    return Refused(_("This picture has more than 25 million pixels. Make it smaller, then choose it again."))


def others_first() -> Refused:
    return Refused(_("Other pictures are being kept at this moment. Wait half a minute, then choose the file again."))


def other_documents_first() -> Refused:
    return Refused(_("Other documents are being read at this moment. Wait half a minute, then choose the file again."))


def harmful() -> Refused:
    return Refused(
        _(
            "The virus scanner found something harmful in this file, so it was not kept. Have the device that it "
            "comes from checked before you send anything else."
        )
    )
