package dev.mooring.debug.relaunch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import org.junit.jupiter.api.Test;

final class MergePatchTest {
  @Test
  void whatWasAddedGoesAndWhatWasChangedComesBack() {
    assertEquals(
        "{gone=null, a={x=null, y=1}, l=[1, 2], n={z=3}}",
        patch(
                "{a: {x: 1, y: 2, same: {q: 1}}, l: [1], gone: {deep: 1}}",
                "{a: {y: 1, same: {q: 1}}, l: [1, 2], n: {z: 3}}")
            .toString());
  }

  @Test
  void thereIsNothingToDoBetweenEqualOnes() {
    assertEquals("{}", patch("{a: {b: [1, {c: d}]}}", "{a: {b: [1, {c: d}]}}").toString());
  }

  @Test
  void aValueThatBecomesAMapIsReplaced() {
    assertEquals("{a={b=1}}", patch("{a: text}", "{a: {b: 1}}").toString());
    assertEquals("{a=text}", patch("{a: {b: 1}}", "{a: text}").toString());
  }

  private static Document patch(String now, String wanted) {
    return MergePatch.between(
        Documents.yaml(now, "test").getFirst(), Documents.yaml(wanted, "test").getFirst());
  }
}
