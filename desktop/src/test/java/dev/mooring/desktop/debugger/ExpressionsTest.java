package dev.mooring.desktop.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ExpressionsTest {
  private static final String LINE = "    order, err := s.orders.load(ctx, id) // f(x).y return";

  private static String at(String name) {
    return Expressions.at(LINE, LINE.indexOf(name));
  }

  @Test
  void aNameComesWithWhatItIsAPartOf() {
    assertEquals("s.orders", at("orders"));
    assertEquals("s", at("s.orders"));
    assertEquals("ctx", at("ctx"));
    assertEquals("order", at("rder,"));
  }

  @Test
  void callsKeywordsAndPartsOfCallsAreNotLookedUp() {
    assertEquals("", at("load"));
    assertEquals("", at("return"));
    assertEquals("", at(".y") + Expressions.at(LINE, LINE.indexOf(".y") + 1));
    assertEquals("", at(" :="));
    assertEquals("", Expressions.at(LINE, 9_999));
  }
}
