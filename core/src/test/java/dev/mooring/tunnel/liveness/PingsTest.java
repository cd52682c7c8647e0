package dev.mooring.tunnel.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PingsTest {
  private final Pings pings = new Pings();

  @Test
  void anAnswerProvesWhatWasSentBeforeItsQuestionAndNoMore() {
    int first = pings.ask(100);
    int second = pings.ask(5_000);
    assertEquals(0, pings.passed());
    pings.answered(first);
    assertEquals(100, pings.passed());
    pings.answered(second);
    assertEquals(5_000, pings.passed());
  }

  @Test
  void answersThatNobodyAskedForProveNothing() {
    int asked = pings.ask(100);
    pings.answered(asked + 2);
    pings.answered(2);
    assertEquals(0, pings.passed());
    pings.answered(asked);
    pings.answered(asked);
    assertEquals(100, pings.passed());
  }

  @Test
  void unansweredQuestionsAreBounded() {
    for (int i = 0; i < 5_000; i++) {
      pings.ask(i);
    }
    pings.answered(1);
    assertEquals(0, pings.passed());
    pings.answered(2 * 4_999 + 1);
    assertEquals(4_999, pings.passed());
  }
}
