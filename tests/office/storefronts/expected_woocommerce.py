"""What a person expects of each of WooCommerce's messages that we know: file → how it comes in → what is made of it."""

from __future__ import annotations

from tests.office.storefronts.expected_shopify import Expected

NO_ID = "unreadable: The message is no order that can be read: id is missing."
NO_ORDER = "unreadable: The message is no order: its lines (line_items) or its status are missing."

LEGACY_645 = """
645 645: paid, none → Confirmed
  504 - × 2
  505 - × 1 {Color*='Black'}"""
ORDER_727 = """
727 727: {facts}
  315 - × 2
  316 Bar3 × 1 {{color*='black', size*='M Test'}}"""
CONFIRMED_727 = ORDER_727.format(facts="paid, none → Confirmed")
COMPLETED_727 = ORDER_727.format(facts="paid, fulfilled → Completed")
REFUNDED_723 = """
723 723: partially_refunded, fulfilled → Completed
  311 - × 1
  313 - × 1
! WooCommerce refunded 19.00 of 39.00 USD so far."""
FRUITS = """
963 963: paid, none → Confirmed
  890 - × 2
  891 5555-A × 1.5"""
BEANIE = """
459 459: paid, none → Confirmed
  921 Woo-beanie-logo × 1 {As a Gift='No'}"""
HAMSTER = ("hint at 560\n! WooCommerce refunded 27.00 for 1 × Ship Your Idea - Blue, XL (My pet hamster ate the sleeve "
           "off of one of the Blue XL hoodies. Sorry! No longer for sale.).")  # fmt: skip
ONE_HOODIE = ("hint at 560\n! WooCommerce refunded 18.00 for 1 × Ninja Silhouette (Only 1 black hoodie left. Inventory "
              "count was off. My bad!).")  # fmt: skip
PIZZA = (
    "{Extra cheese (multiple choice)='20-year parmesan', Test checkbox='10% bigger', "
    "Pizza pattern (file)='https://example.com/wp-content/uploads/product_addons_uploads/file-2.jpg', "
    "Tip (customer defined price)='($2.50)', Birthday candle (quantity)='10', "
    "Recipient email (short text)='test@example.com', Customizations (long text)='Very long text.', "
    "As a Gift='Yes', Wrapping paper='Yes'}"
)


def created(told: str, at: str = "") -> tuple[Expected, ...]:
    return (Expected("order.created", told, at=at),)


WOOCOMMERCE: dict[str, tuple[Expected, ...]] = {
    "legacy-v3-order-doc.json": created(LEGACY_645),
    "legacy-v3-orders-list-doc.json": (
        Expected("order.updated", LEGACY_645, at="orders/0"),
        Expected("order.updated", "644 644: pending, none → New\n  499 - × 1\n  500 - × 1", at="orders/1"),
    ),
    "legacy-v3-webhook-delivery-log-doc.json": (
        Expected("", NO_ID),
        Expected("action.woocommerce_add_to_cart",
                 "no order: WooCommerce's action.woocommerce_add_to_cart is no message about an order."),
    ),
    "plugin-shipment-trackings-list.json": created(NO_ID, at="data/*"),
    "v1-order-created-doc.json": created(
        "154 154: paid, none → Confirmed\n  18 - × 2\n  19 - × 1 {Color*='Black'}"
    ),
    "v3-error-forbidden.json": created(NO_ID),
    "v3-order-alternative-types.json": created(FRUITS.replace("890 -", "890 123")),
    "v3-order-attribution-meta.json": created(BEANIE),
    "v3-order-auto-draft.json": created("no order: No order yet: WooCommerce calls it auto-draft."),
    "v3-order-composite-parent-child-lines.json": created("""
421 421: paid, none → Confirmed
  830 - × 1
  831 - × 1, part of 830
  832 - × 1, part of 830
  833 - × 1, part of 830"""),
    "v3-order-created-doc.json": created(CONFIRMED_727),
    "v3-order-currency-symbol-special-characters.json": created(FRUITS),
    "v3-order-gift-card-applied.json": created(BEANIE),
    "v3-order-line-meta-without-display_value.json": created(
        "154 154: paid, none → Confirmed\n  2 woo-hoodie-green × 2 {color*='green', logo*='No'}"
    ),
    "v3-order-malformed-json.json": created(
        "unreadable: The message is no JSON: trailing comma at line 148 column 5."
    ),
    "v3-order-no-envelope.json": created("963 963: paid, none → Confirmed\n  890 - × 2"),
    "v3-order-note-doc.json": created(NO_ORDER),
    "v3-order-notes-list.json": created(NO_ORDER, at="data/*"),
    "v3-order-product-add-ons-file-upload.json": created(f"159 159: paid, none → Confirmed\n  31 - × 1 {PIZZA}"),
    "v3-order-quantity-1.5.json": created(FRUITS),
    "v3-order-statuses-report.json": created(NO_ID, at="data/*"),
    "v3-order-subscription-renewal.json": created("""
526 526: paid, none → Confirmed
  1052 woo-polo × 1 {As a Gift='No'}
! The order renews the subscription 282 by itself: nobody filled in anything anew."""),
    "v3-order-updated-completed-doc.json": (Expected("order.updated", COMPLETED_727),),
    "v3-orders-batch-doc.json": (
        Expected("order.created", """
728 728: pending, none → New
  319 - × 1
  320 - × 1
  321 Bar3 × 1 {color*='black', size*='M Test'}""", at="create/0"),
        Expected("order.created", """
729 729: paid, none → Confirmed
  324 Bar3 × 1 {color*='black', size*='M Test'}
  325 - × 1 {color*='green', size*='S Test'}""", at="create/1"),
        Expected("order.updated", COMPLETED_727, at="update/0"),
        # what the API answers to a deletion; a webhook's body of order.deleted is {"id": 723} and nothing else
        Expected("order.deleted", """
723 723: partially_refunded, fulfilled → Completed
  311 - × 1
  313 - × 1
! WooCommerce refunded 19.00 of 39.00 USD so far.""", at="delete/0"),
        Expected("order.updated", REFUNDED_723, at="delete/0"),
    ),
    "v3-orders-list-doc.json": (
        Expected("order.updated", CONFIRMED_727, at="0"),
        Expected("order.updated", REFUNDED_723, at="1"),
    ),
    "v3-orders-list-no-envelope.json": (
        Expected("order.updated", "963 963: paid, none → Confirmed\n  890 - × 2", at="0"),
    ),
    "v3-orders-list-odd.json": (  # one line listed twice is one line
        Expected("order.updated", "263 263: paid, none → Confirmed\n  7 - × 1", at="data/0"),
        Expected("order.updated", "259 259: paid, none → Confirmed\n  6 - × 1", at="data/1"),
        Expected("order.updated", "161 161: paid, none → Confirmed\n  5 - × 1, custom", at="data/2"),
        Expected("order.updated", "160 160: paid, none → Confirmed\n  4 - × 1, custom", at="data/3"),
        Expected("order.updated", "159 159: paid, none → Confirmed\n  3 - × 1, custom", at="data/4"),
        Expected("order.updated",
                 "158 158: paid, none → Confirmed\n  1 - × 1, custom\n  2 - × 1, custom", at="data/5"),
    ),
    "v3-refund-doc.json": (Expected("", "hint at 723\n! WooCommerce refunded 10.00."),),
    "v3-refund-one-line.json": (Expected("refund.created", HAMSTER),),
    "v3-refunds-list-many.json": (
        Expected("", "hint at 560\n! WooCommerce refunded 63.00 for 2 × Woo Logo (Take an order item down to quantity "
                 "of zero).", at="data/0"),
        Expected("", "hint at 560\n! WooCommerce refunded 117.00 for 1 × Happy Ninja, 1 × Ship Your Idea - Black, L, "
                 "2 × Ship Your Idea - Blue, XL (Testing mark 2 for refunded products screen!).", at="data/1"),
        Expected("", ONE_HOODIE, at="data/2"),
        Expected("", HAMSTER, at="data/3"),
    ),
    "v3-refunds-list.json": (Expected("", ONE_HOODIE, at="0"), Expected("", HAMSTER, at="1")),
    "v3-webhook-resource-doc.json": created(NO_ORDER),
    "webhook-order_created-minimal-3-decimals.json": created("17 17: pending, none → New\n  9 - × 2"),
}  # fmt: skip
