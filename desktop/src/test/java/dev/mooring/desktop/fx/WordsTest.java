package dev.mooring.desktop.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WordsTest {
  @Test
  void agesAreInTheLargestUnitOfWhichThereAreSome() {
    assertEquals("12 s", Words.span(Duration.ofSeconds(12)));
    assertEquals("60 min", Words.span(Duration.ofHours(1)));
    assertEquals("8 d", Words.span(Duration.ofDays(8)));
    assertEquals("729 d", Words.span(Duration.ofDays(729)));
    assertEquals("3 y", Words.span(Duration.ofDays(1108)));
  }
}
