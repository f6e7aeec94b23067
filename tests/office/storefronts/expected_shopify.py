"""What a person expects of each of Shopify's messages that we know: file → how it comes in → what is made of it.

The files lie outside (they are not ours); this table is ours. `told` in `telling.py` writes an event this way.
Fields marked `*` only name the variant.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """topic: the header that it comes with. at: where in the file the message stands (`orders/*`: each of a list).

    line: the file holds a line only. adds: facts that the recording left out and an order always has.
    """

    topic: str
    told: str
    at: str = ""
    line: bool = False
    adds: tuple[tuple[str, str], ...] = ()


ENGRAVED = "{Custom Engraving Front='Happy Birthday', Custom Engraving Back='Merry Christmas'}"
TWO_OF_THREE_GONE = f"""
450789469 #1001: partially_refunded, none → Confirmed
  466157049 IPOD2008GREEN × 0, removed, refunded, 1 refunded {ENGRAVED}
  518995019 IPOD2008RED × 1
  703073504 IPOD2008BLACK × 0, removed, refunded, 1 refunded"""
OLD_TEST_ORDER = """
123456 #9999: voided, none, cancelled, test → Rejected
  254721536 - × 1
  5 - × 1"""
NO_LINES = "! Shopify's message leaves out its lines (line_items), so that nothing was taken over from it."
NO_TIME = "! Shopify's message leaves out when it changed (updated_at), so that nothing was taken over from it."
NOTHING_NEW = "no order: fulfillments/update tells nothing that the order's next version does not."
SNOWBOARD = """
5778367414385 #1017: {payment}, none → {status}
  14234727743601 - × 1"""
UPDATED = (("updatedAt", "2026-01-01T00:00:00Z"),)
G = "graphql/recorded-"

SHOPIFY: dict[str, tuple[Expected, ...]] = {
    "line-item-gift_card-properties-number-value.json": (
        Expected("orders/create", "1 #1: pending, none → New\n"
                 "  254721536 sku-123 × 1, gift_card {note 1='one', note 2='2'}", line=True),
    ),
    "line-item-properties-empty-object.json": (
        Expected("orders/create", "1 #1: pending, none → New\n  7 - × 1", line=True),
    ),
    "line-item-properties-missing.json": (
        Expected("orders/create", "1 #1: pending, none → New\n  7 - × 1", line=True),
    ),
    "line-item-properties-name-is-number.json": (
        Expected("orders/create", "1 #1: pending, none → New\n  7 - × 1", line=True),
    ),
    "line-item-properties-single-object.json": (
        Expected("orders/create", "1 #1: pending, none → New\n  7 - × 1 {property 1='3'}", line=True),
    ),
    "rest-2022-04-order-get.json": (Expected("orders/updated", TWO_OF_THREE_GONE),),
    "rest-2026-07-draft_order-properties.json": (
        Expected("draft_orders/update", "no order: Shopify's draft_orders/update is no message about an order."),
        Expected("orders/create", "no order: It is a draft: Shopify will send the order once it is one."),
        Expected("", "no order: It is a draft: Shopify will send the order once it is one.", at="draft_order"),
    ),
    "rest-2026-07-fulfillment-cancelled.json": (
        Expected("fulfillments/update",
                 "hint at 450789469\n! Shopify says of the fulfilment #1001.1: cancelled.", at="fulfillment"),
    ),
    "rest-2026-07-fulfillment-status-failure.json": (
        Expected("fulfillments/update",
                 "hint at 450789469\n! Shopify says of the fulfilment #1001.0: failure.", at="fulfillment"),
    ),
    "rest-2026-07-fulfillment-tracking-updated.json": (
        Expected("fulfillments/update", NOTHING_NEW, at="fulfillment"),
    ),
    "rest-2026-07-fulfillments-list.json": (Expected("fulfillments/update", NOTHING_NEW, at="fulfillments/*"),),
    "rest-2026-07-order-cancel-response-amount-refund-all-lines-zero.json": (
        Expected("orders/updated", f"""
450789469 #1001: refunded, none, cancelled → Rejected
  466157049 IPOD2008GREEN × 1, 1 refunded {ENGRAVED}
  518995019 IPOD2008RED × 1, 1 refunded
  703073504 IPOD2008BLACK × 1, 1 refunded"""),
    ),
    "rest-2026-07-order-cancel-response-partially-refunded.json": (
        Expected("orders/updated", f"""
450789469 #1001: partially_refunded, none, cancelled → Rejected
  466157049 IPOD2008GREEN × 1, 1 refunded {ENGRAVED}
  518995019 IPOD2008RED × 1
  703073504 IPOD2008BLACK × 1, 1 refunded"""),
    ),
    "rest-2026-07-order-created-3-lines-tax-lines-quantity-2.json": (
        Expected("orders/create", """
1073459963 #1002: paid, none → Confirmed
  1071823173 - × 1, custom
  1071823174 - × 1, custom
  1071823175 - × 2, custom"""),
    ),
    "rest-2026-07-order-created-EUR-quantity-3-custom-line.json": (
        Expected("orders/create", "1073459976 #1002: paid, none → Confirmed\n  1071823188 - × 3, custom"),
    ),
    "rest-2026-07-order-created-already-fulfilled.json": (
        Expected("orders/create",
                 "1073459972 #1002: paid, fulfilled → Completed\n  1071823184 IPOD2009BLACK × 1, fulfilled"),
    ),
    "rest-2026-07-order-created-partially_paid.json": (
        Expected("orders/create", "1073459980 #1002: partially_paid, none → New\n  1071823192 IPOD2009BLACK × 1"),
    ),
    "rest-2026-07-order-created-pending.json": (
        Expected("orders/create", "1073459983 #1002: pending, none → New\n  1071823195 IPOD2009BLACK × 1"),
    ),
    "rest-2026-07-order-get-fields-line_items.json": (
        Expected("orders/updated", f"hint at 450789469\n{NO_TIME}"),
    ),
    "rest-2026-07-order-get-removed-lines-properties-note_attributes.json": (
        Expected("orders/updated", TWO_OF_THREE_GONE),
    ),
    "rest-2026-07-order-updated-customer-removed.json": (Expected("orders/updated", TWO_OF_THREE_GONE),),
    "rest-2026-07-order-updated-note.json": (Expected("orders/updated", TWO_OF_THREE_GONE),),
    "rest-2026-07-order-updated-note_attributes-replaced.json": (Expected("orders/updated", TWO_OF_THREE_GONE),),
    "rest-2026-07-orders-list-fields-only.json": (
        Expected("orders/updated", f"hint at 450789469\n{NO_LINES}", at="orders/*"),
    ),
    "rest-2026-07-orders-list-financial-authorized.json": (
        Expected("orders/updated",
                 TWO_OF_THREE_GONE.replace("partially_refunded, none → Confirmed", "authorized, none → New"),
                 at="orders/*"),
    ),
    "rest-2026-07-orders-list-no-customer-no-address.json": (
        Expected("orders/updated", "1073459969 #1002: paid, none → Confirmed\n  1071823181 IPOD2009BLACK × 1",
                 at="orders/*"),
    ),
    "rest-2026-07-orders-list-status-any.json": (Expected("orders/updated", TWO_OF_THREE_GONE, at="orders/*"),),
    "rest-2026-07-refund-calculated-one-line-no_restock.json": (
        Expected("refunds/create", "unreadable: The message is no order that can be read: id is missing.", at="refund"),
    ),
    "rest-2026-07-refund-created-partial.json": (
        Expected("refunds/create",
                 "hint at 450789469\n! Shopify refunded 1 × IPod Nano - 8gb (wrong size).", at="refund"),
    ),
    "rest-2026-07-refunds-list-line-with-properties.json": (
        Expected("refunds/create", "hint at 450789469\n! Shopify refunded 1 × IPod Nano - 8gb, 1 × IPod Nano - 8gb "
                 "(it broke during shipping).", at="refunds/*"),
    ),
    "rest-fulfillment_order-get.json": (
        Expected("fulfillment_orders/moved",
                 "no order: Shopify's fulfillment_orders/moved is no message about an order."),
    ),
    "rest-old-order-get-minimal.json": (Expected("orders/updated", OLD_TEST_ORDER),),
    "rest-old-order-with-transactions.json": (Expected("orders/updated", OLD_TEST_ORDER),),
    "webhook-fulfillments_update.json": (
        Expected("fulfillments/update", NOTHING_NEW),
        Expected("", "no order: It tells nothing that the order's next version does not."),
        Expected("orders/updated",
                 "unreadable: The message came as orders/updated, but is a part of an order, not an order."),
    ),
    "webhook-orders_cancelled-refunded-restock-discounts.json": (
        Expected("orders/cancelled", """
5324790137142 #1009: refunded, none, cancelled → Rejected
  13924936679734 - × 1, 1 refunded
  13924936712502 - × 2, 2 refunded"""),
    ),
    "webhook-orders_cancelled-sparse-no-id.json": (
        Expected("orders/cancelled", "unreadable: The message is no order that can be read: id is missing."),
    ),
    "webhook-orders_create-draft_order-source-no-customer.json": (
        Expected("orders/create", "5324830114101 #1010: paid, none → Confirmed\n  13925006311734 sku-hosted-1 × 1"),
    ),
    "webhook-orders_create.json": (
        Expected("orders/create", SNOWBOARD.format(payment="pending", status="New")),
    ),
    "webhook-orders_paid.json": (
        Expected("orders/paid", SNOWBOARD.format(payment="paid", status="Confirmed")),
    ),
    "webhook-orders_partially_fulfilled-shopify-test-notification.json": (
        Expected("orders/partially_fulfilled",
                 "no order: It is Shopify's test notification: the connection works."),
    ),
    "webhook-orders_updated.json": (
        Expected("orders/updated", SNOWBOARD.format(payment="pending", status="New")),
    ),
    "webhook-unsupported-topic-checkout_delete.json": (
        Expected("checkouts/delete", "no order: Shopify's checkouts/delete is no message about an order."),
    ),
    G + "2025-01-fulfillment-several-tracking-numbers.json": (
        Expected("", f"hint at 8939169218866\n{NO_LINES}", at="setup/orderCreate/response/data/orderCreate/order"),
    ),
    G + "2025-01-multi-currency-CAD-USD.json": (
        Expected("", "unreadable: The message is no order that can be read: line_items/0/id is missing.",
                 at="orderCreate/response/payload/data/orderCreate/order"),
    ),
    G + "2025-01-order-line-customAttributes.json": (
        Expected("", f"hint at 8735472910642\n{NO_TIME}", at="downstreamRead/response"),
        Expected("", """
8735472910642 : pending, none → New
  19312607822130 LINE-FIELDS-1778207356340 × 2 {engraving='Ada', fulfillment_note='Pack flat'}""",
                 at="downstreamRead/response/data/order", adds=UPDATED),
    ),
    G + "2025-01-refund-partial-with-shipping-restock.json": (
        Expected("", f"hint at 8838022037810\n{NO_LINES}", at="downstreamRead/response/data/order"),
        Expected("", "8838022037810 #1495: paid, none → Confirmed\n  19495196164402 - × 2",
                 at="upstreamCalls/0/response/body/data/order", adds=UPDATED),
    ),
    G + "2026-04-order-cancel-restock-refunded.json": (
        Expected("", f"hint at 8735479398706\n{NO_LINES}", at="downstreamRead/response/data/order"),
        Expected("", "8735479398706 #1390: refunded, none, cancelled → Rejected",
                 at="downstreamRead/response/data/order", adds=(*UPDATED, ("lineItems", ""))),
    ),
    G + "2026-04-order-edit-line-set-to-zero.json": (
        Expected("", """
8837482905906 #1486: pending, none → New
  19494137790770 - × 2
  19494137823538 - × 1
  19494137856306 - × 0, removed""", at="commitRemove/response/data/orderEditCommit/order"),
        Expected("", """
8837482905906 #1486: pending, none → New
  19494137790770 - × 2
  19494137823538 - × 1
  19494137856306 - × 0, removed""", at="downstreamRead/response"),
    ),
    G + "2026-04-order-edit-quantity-and-added-variant.json": (
        Expected("", """
8837930516786 #1491: pending, none → New
  19495020790066 order-edit-source-20260622213724 × 1
  19495020921138 sku-untracked-1 × 2""", at="downstreamRead/response/payload"),
    ),
    G + "2026-04-order-mark-as-paid.json": (
        Expected("", f"hint at 8733126754610\n{NO_LINES}", at="setup/unpaid/response/data/orderCreate/order"),
        Expected("", "8733126754610 : paid, none → Confirmed",
                 at="cases/unpaidSuccess/response/payload/data/orderMarkAsPaid/order",
                 adds=(*UPDATED, ("lineItems", ""))),
    ),
    G + "2026-04-orders-list-two-pages.json": (
        Expected("", f"hint at 8837991727410\n{NO_LINES}", at="response/data/recent/nodes/0"),
        Expected("", f"hint at 8837986943282\n{NO_LINES}", at="nextPage/response/data/nextPage/nodes/0"),
    ),
}  # fmt: skip
