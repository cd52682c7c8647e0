package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Platform;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class RowBudgetTest {
  private static final Digest DIGEST = new Digest("sha256:" + "a".repeat(64));

  /// The sum of the weights that the budget gives to a row and each of its parts.
  private static final long ROW = 350 + 250;

  private static ImageRow row(int contained, int configs, int platforms) {
    return new ImageRow.Complete(
        new ImageSummary(
            "app",
            "1",
            DIGEST,
            1,
            Collections.nCopies(platforms, new Platform("linux", "amd64", "")),
            null,
            Collections.nCopies(contained, DIGEST),
            Collections.nCopies(configs, DIGEST)));
  }

  private static boolean fits(long bytes, ImageRow row) {
    return new RowBudget(bytes).fitted(row).equals(row);
  }

  @Test
  void aRowFitsWhereAllItsPartsDo() {
    assertTrue(fits(ROW, row(0, 0, 0)));
    assertFalse(fits(ROW - 1, row(0, 0, 0)));
    assertTrue(fits(ROW + 3 * 140 + 2 * 180, row(1, 2, 2)));
    assertFalse(fits(ROW + 3 * 140 + 2 * 180 - 1, row(1, 2, 2)));
  }

  @Test
  void whatARowTakesIsGone() {
    RowBudget budget = new RowBudget(2 * ROW);
    ImageRow row = row(0, 0, 0);
    assertSame(row, budget.fitted(row));
    assertSame(row, budget.fitted(row));
    ImageRow third = budget.fitted(row);
    assertEquals(Code.IMAGE_UNREADABLE, third.problem().orElseThrow().code());
    assertEquals("app", third.repository());
    assertEquals("1", third.tag());
    assertTrue(third.summary().isEmpty());
  }

  @Test
  void aRowThatDoesNotFitStillCostsItsName() {
    RowBudget budget = new RowBudget(ROW + 200);
    budget.fitted(row(9, 0, 0));
    assertTrue(budget.fitted(row(0, 0, 0)).summary().isEmpty(), "250 of the 800 are taken");
  }

  @Test
  void aRowThatWasNeverReadIsOnlyAName() {
    ImageRow unread = new ImageRow.Unreadable("app", "1", RowBudget.tooMuch("app"));
    RowBudget budget = new RowBudget(ROW + 250);
    assertSame(unread, budget.fitted(unread));
    assertTrue(budget.fitted(row(0, 0, 0)).summary().isPresent());
  }

  @Test
  void aHundredThousandNamesAreTheLast() {
    RowBudget budget = new RowBudget(Long.MAX_VALUE);
    assertEquals(RowBudget.MOST - 1, budget.named(RowBudget.MOST - 1));
    assertFalse(budget.isSpent());
    assertEquals(1, budget.named(2), "the rest of a repository is left out");
    assertTrue(budget.isSpent());
  }
}
