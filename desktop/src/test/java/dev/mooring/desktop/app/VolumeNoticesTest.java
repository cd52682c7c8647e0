package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VolumeNoticesTest {
  private static final Finding FINE = Finding.ok("stack.volume", "Volume", "20 GB free of 30 GB");
  private static final Finding NEARLY =
      Finding.warning(
          "stack.volume",
          "Volume",
          "nearly full, 2 GB free of 30 GB",
          new Remedy.Advice("Free space"));
  private static final Finding FULL =
      Finding.blocker(
          "stack.volume",
          "Volume",
          "full, 0 GB free: pushes fail",
          new Remedy.Advice("Free space"));

  private final VolumeNotices notices = new VolumeNotices();

  private Optional<Notice> look(Finding found) {
    return notices.look("lab\nteam-a", "team-a", found);
  }

  @Test
  void eachChangeIsToldOnce() {
    assertEquals(Optional.empty(), look(FINE));
    Notice nearly = look(NEARLY).orElseThrow();
    assertTrue(nearly.bad());
    assertEquals("Registry team-a: check the volume", nearly.title());
    assertEquals("Nearly full, 2 GB free of 30 GB. Free space.", nearly.words());
    assertEquals(Optional.empty(), look(NEARLY));
    assertEquals("Registry team-a: pushes fail", look(FULL).orElseThrow().title());
    assertEquals(Optional.empty(), look(FULL));
    assertFalse(look(FINE).orElseThrow().bad());
    assertEquals(Optional.empty(), look(FINE));
  }

  @Test
  void registriesAreToldApart() {
    look(FULL);
    assertTrue(notices.look("lab\nkube-registry", "kube-registry", FULL).isPresent());
  }
}
