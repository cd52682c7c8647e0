package dev.mooring.debug.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DebugImagesTest {
  private static final DebugImage FIRST = DebugImage.onNode("busybox");
  private static final DebugImage SECOND = DebugImage.onNode("alpine");

  private final List<DebugImage> tried = new ArrayList<>();
  private final DebugImages images = new DebugImages(List.of(FIRST, SECOND));

  @Test
  void anImageThatDidNotStartIsNotTriedAgain() throws Exception {
    start(SECOND, problem(Code.IMAGE_NOT_PULLED, "ErrImageNeverPull"));
    assertEquals(SECOND, images.now());
    start(SECOND, problem(Code.IMAGE_NOT_PULLED, "ErrImageNeverPull"));
    assertEquals(List.of(FIRST, SECOND, SECOND), tried);
  }

  @Test
  void anImageThatAPolicyForbidsIsPassedOverForThesePrivilegesAlone() throws Exception {
    Problem refused = problem(Code.DEBUG_CONTAINER_REFUSED, "denied the request: not from here");
    start(SECOND, refused);
    assertEquals(SECOND, images.now());
    MooringException all = assertThrows(MooringException.class, () -> start(null, refused));
    assertEquals(refused, all.problem());
    start(FIRST, refused);
    assertEquals(FIRST, images.now());
  }

  @Test
  void privilegesThatPodSecurityForbidsAreNoFaultOfTheImage() {
    Problem refused = problem(Code.DEBUG_CONTAINER_REFUSED, "violates PodSecurity \"baseline\"");
    assertEquals(
        refused, assertThrows(MooringException.class, () -> start(SECOND, refused)).problem());
    assertEquals(List.of(FIRST), tried);
  }

  @Test
  void thatNoneHasAShellIsToldWithTheWayOut() {
    Problem failed = problem(Code.DEBUG_CONTAINER_FAILED, "StartError");
    Problem told = assertThrows(MooringException.class, () -> start(null, failed)).problem();
    assertEquals(Code.DEBUG_IMAGE_MISSING, told.code());
    assertEquals("StartError", told.why());
    assertEquals(Remedy.Setting.class, told.remedy().getClass());
  }

  @Test
  void aHelperImageIsTheOnlyOne() {
    DebugImages helper = new DebugImages(List.of(DebugImage.helper("registry.example/dlv:1")));
    Problem failed = problem(Code.IMAGE_NOT_PULLED, "ErrImagePull");
    MooringException told =
        assertThrows(
            MooringException.class,
            () ->
                helper.first(
                    each -> {
                      throw failed.raise();
                    },
                    Progress.none()));
    assertSame(failed, told.problem());
  }

  private void start(DebugImage works, Problem otherwise) throws InterruptedException {
    DebugContainer container =
        new DebugContainer(
            null, new TargetContainer(new KubeObject(Document.nothing()), "hello"), FIRST);
    images.first(
        each -> {
          tried.add(each);
          if (!each.equals(works)) {
            throw otherwise.raise();
          }
          return container;
        },
        Progress.none());
  }

  private static Problem problem(Code code, String why) {
    return new Problem(code, "It did not start", why, Remedy.none());
  }
}
