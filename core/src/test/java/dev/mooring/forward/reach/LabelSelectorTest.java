package dev.mooring.forward.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// As `kubectl get pods -l` selects.
class LabelSelectorTest {
  private static final KubeObject POD =
      new KubeObject(
          Documents.yaml("metadata: {labels: {app: api, tier: web, empty: ''}}", "test")
              .getFirst());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app=api | true
          app==api | true
          app = api , tier = web | true
          app=web | false
          app!=web | true
          app!=api | false
          none!=x | true
          app in (api, web) | true
          app in (web) | false
          app notin (web,x),tier in (web) | true
          app notin (api) | false
          none notin (x) | true
          tier | true
          none | false
          !none | true
          ! none,app=api | true
          !tier | false
          empty= | true
          app= | false
          empty in (,x) | true
          """)
  void selects(String text, boolean selected) {
    assertEquals(selected, LabelSelector.parse(text).orElseThrow().selects(POD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "app=api,", "app in (a", "app in a)", "a b", "=x", "app=a b", "a>1"})
  void whatIsNoneIsNotGuessed(String text) {
    assertTrue(LabelSelector.parse(text).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app=api,tier!=web", "app in (a, b),x notin (c, d)", "a,!b"})
  void itsWordsAreReadAsTheyWere(String text) {
    assertEquals(text, LabelSelector.parse(text).orElseThrow().words());
  }
}
