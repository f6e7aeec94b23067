"""What a person expects of the messages that we wrote ourselves, in the shapes that the stores send."""

from __future__ import annotations

# file → the topic that it comes with, and what is made of it (as `telling.told` writes it); `*`: names the variant

OWN_SHOPIFY: dict[str, tuple[str, str]] = {
    "draft_orders_create.json": (
        "draft_orders/create",
        "no order: Shopify's draft_orders/create is no message about an order.",
    ),
    "fulfillments_update-failure.json": (
        "fulfillments/update",
        """
hint at 5600000000004
! Shopify says of the fulfilment #1104.1: failure.""",
    ),
    "graphql-order.json": (
        "",
        """
5600000000008 #1108: paid, partial → Confirmed
  14000000000071 BC-85x55 × 4, fulfilled, 1 refunded {Name='Zoë'}
    design id dsn_01j0000000000000000000000
  14000000000072 - × 1, custom""",
    ),
    "orders_cancelled-refunded.json": (
        "orders/cancelled",
        """
5600000000003 #1103: refunded, none, cancelled → Rejected
  14000000000021 BC-85x55 × 100, 100 refunded {Name='Anna'}""",
    ),
    "orders_create-designers.json": (
        "orders/create",
        """
5600000000007 #1107: paid, none → Confirmed
  1 BC-85x55 × 1 {Dog's name='Bello'}
    design url https://cdn.customily.example/prod/1.png
    preview https://cdn.customily.example/prev/1.png
    preview https://cdn.customily.example/thumb/1.png
  2 BC-85x55 × 1
    design pending 9c1b
    preview https://cdn.customily.example/prev/2.png
  3 BC-85x55 × 1
    design pending st:AbC123
    preview https://printess.example/t.png
  4 BC-85x55 × 1 {Engraving='Ada'}
    design url https://pplr.example/1.svg
    preview https://pplr.example/p.png
  5 BC-85x55 × 1 {Paper='matt'}
    design url https://files.example/a.pdf
  ! The line brings 2 print files; the first is used. The others: https://files.example/b.pdf
  6 BC-85x55 × 1 {Print file='will come by e-mail'}
  7 BC-85x55 × 1
    design url https://files.example/ours.pdf
  8 BC-85x55 × 1
    design document {'version': 1, 'pages': []}
  9 BC-85x55 × 1
    design pending a1b2c3
  10 BC-85x55 × 1
    design url https://cc.example/1.pdf
  ! The line brings 2 print files; the first is used. The others: https://cc.example/2.pdf""",
    ),
    "orders_create-no-customer.json": (
        "orders/create",
        """
5600000000006 #1106: pending, none → New
  14000000000051 BC-85x55 × 1""",
    ),
    "orders_create-personalised.json": (
        "orders/create",
        """
5600000000001 #1101: pending, none → New
  14000000000001 BC-85x55 × 250 {Name='Zoë Öztürk', Address='Str. 1\\nBerlin', Founded='1998', Name (2)='2nd side'}
  14000000000002 MUG-11 × 1 {Colour='red'}
    design id dsn_01j0000000000000000000000
    preview https://cards.example/p/1.png
  14000000000003 WRAP × 1
  14000000000004 - × 1, custom""",
    ),
    "orders_create-sample-notification.json": (
        "orders/create",
        "no order: It is Shopify's test notification: the connection works.",
    ),
    "orders_create-test-order.json": (
        "orders/create",
        """
5600000000005 #1105: pending, none, test → New
  14000000000041 BC-85x55 × 1""",
    ),
    "orders_delete.json": (
        "orders/delete",
        """
hint at 5600000000005
! The order was deleted in Shopify.""",
    ),
    "orders_edited.json": (
        "orders/edited",
        """
hint at 5600000000002
! The order was edited in Shopify: lines added 1, taken away 1.""",
    ),
    "orders_fulfilled.json": (
        "orders/fulfilled",
        """
5600000000004 #1104: paid, fulfilled → Completed
  14000000000031 BC-85x55 × 1 {Name='Anna'}""",
    ),
    "orders_paid-no-financial_status.json": (
        "orders/paid",
        """
5600000000001 #1101: paid, none → Confirmed
  14000000000001 BC-85x55 × 250 {Name='Zoë Öztürk', Address='Str. 1\\nBerlin', Founded='1998', Name (2)='2nd side'}
  14000000000002 MUG-11 × 1 {Colour='red'}
    design id dsn_01j0000000000000000000000
    preview https://cards.example/p/1.png
  14000000000003 WRAP × 1
  14000000000004 - × 1, custom""",
    ),
    "orders_paid.json": (
        "orders/paid",
        """
5600000000001 #1101: paid, none → Confirmed
  14000000000001 BC-85x55 × 250 {Name='Zoë Öztürk', Address='Str. 1\\nBerlin', Founded='1998', Name (2)='2nd side'}
  14000000000002 MUG-11 × 1 {Colour='red'}
    design id dsn_01j0000000000000000000000
    preview https://cards.example/p/1.png
  14000000000003 WRAP × 1
  14000000000004 - × 1, custom""",
    ),
    "orders_updated-edited-and-refunded.json": (
        "orders/updated",
        """
5600000000002 #1102: partially_refunded, partial → Confirmed
  14000000000011 BC-85x55 × 7, 3 refunded {Name='Anna'}
  14000000000012 BC-85x55 × 0, removed {Name='Removed'}
  14000000000013 BC-85x55 × 2, fulfilled""",
    ),
    "refunds_create.json": (
        "refunds/create",
        """
hint at 5600000000002
! Shopify refunded 3 × Business cards (misprint).""",
    ),
}

OWN_WOOCOMMERCE: dict[str, tuple[str, str]] = {
    "legacy-order.json": (
        "order.created",
        """
2011 2011-A: paid, none → Confirmed
  131 BC-85x55 × 2 {Paper*='Matt', Imię='Łucja'}""",
    ),
    "order_created-checkout-draft.json": (
        "order.created",
        "no order: No order yet: WooCommerce calls it checkout-draft.",
    ),
    "order_created-designers.json": (
        "order.created",
        """
2002 2002: pending, none → New
  41 BC-85x55 × 1
    design url https://pdf.pp.example/abc123
    preview https://pp.example/1.jpg
  42 BC-85x55 × 1
    design url https://pp.example/up/a.pdf
    preview https://pp.example/2.jpg
  ! The line brings 2 print files; the first is used. The others: https://pp.example/up/b.pdf
  43 BC-85x55 × 1
    design pending abc999
  44 BC-85x55 × 1
    design pending pda-7
  45 BC-85x55 × 1
    design pending 000-Zk1
    preview https://zk.example/p.png
  46 BC-85x55 × 1
    design pending L-9
  ! Lumise says a quantity of 50 for this line.
  47 BC-85x55 × 1
    design pending Fancy Product Designer
  48 BC-85x55 × 1 {Text='Ala', Font='Serif'}
  49 BC-85x55 × 1 {Grawer='Ola'}
  50 BC-85x55 × 1
    design id dsn_01j0000000000000000000000""",
    ),
    "order_created-personalised.json": (
        "order.created",
        """
2001 2001: paid, none → Confirmed
  31 BC-85x55 × 250 {Imię='Łucja Żak', Zdjęcie='https://shop.example/uploads/a.jpg', Strony='przód, tył', Papier='mat'}
  32 4711 × 1 {Colour*='Black', Size*='M'}
  33 - × 1.5, custom""",
    ),
    "order_deleted.json": (
        "order.deleted",
        """
hint at 2001
! The order was deleted or put into the trash in WooCommerce.""",
    ),
    "order_updated-bundle.json": (
        "order.updated",
        """
2003 2003: paid, none → Confirmed
  51 SET × 1 {Names='Ala i Ola'}
  52 INV × 1, part of 51
  53 ENV × 1, part of 51""",
    ),
    "order_updated-cancelled.json": (
        "order.updated",
        """
2007 2007: pending, none, cancelled → Rejected
  91 BC-85x55 × 1""",
    ),
    "order_updated-custom-status-paid.json": (
        "order.updated",
        """
2008 2008: paid, none → Confirmed
  101 BC-85x55 × 1
! WooCommerce calls the order's status “wc-in-production”, which has no meaning here.""",
    ),
    "order_updated-partly-refunded.json": (
        "order.updated",
        """
2004 2004: partially_refunded, none → Confirmed
  61 BC-85x55 × 1
! WooCommerce refunded 10.00 of 30.00 PLN so far.""",
    ),
    "order_updated-refunded-in-sum.json": (
        "order.updated",
        """
2005 2005: refunded, none → Rejected
  71 BC-85x55 × 1""",
    ),
    "order_updated-refunded.json": (
        "order.updated",
        """
2006 2006: refunded, none → Rejected
  81 BC-85x55 × 1""",
    ),
    "order_updated-trash.json": (
        "order.updated",
        """
2009 2009: pending, none → New
  111 BC-85x55 × 1
! The order was put into the trash in WooCommerce.""",
    ),
    "refund.json": (
        "",
        """
hint at 2004
! WooCommerce refunded 10.00 for 2 × Business cards (scratched).""",
    ),
}
