package dev.mooring.registry.tree;

import static dev.mooring.registry.tree.Tables.file;
import static dev.mooring.registry.tree.Tables.folder;
import static dev.mooring.registry.tree.Tables.hard;
import static dev.mooring.registry.tree.Tables.link;
import static dev.mooring.registry.tree.Tables.paths;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerEntry.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What layers add up to, and which layer is to blame.
final class ImageTreeTest {

  private static TreeFile at(ImageTree tree, String path) {
    return tree.find(path).orElseThrow(() -> new AssertionError(path + " is not there"));
  }

  private static LayerShare share(ImageTree tree, int layer) {
    return tree.layers().get(layer);
  }

  @Test
  void filesOfAllLayersAreThereWithTheLayerThatPutThemThere() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(folder("etc"), file("etc/a", 10))
            .layer(folder("etc"), file("etc/b", 20), file("usr/bin/c", 5))
            .tree();
    assertEquals(List.of("etc/", "etc/a", "etc/b", "usr/", "usr/bin/", "usr/bin/c"), paths(tree));
    assertEquals(0, at(tree, "etc/a").version().layer());
    assertEquals(1, at(tree, "/etc/b").version().layer());
    assertEquals(0, at(tree, "etc").version().layer(), "the same again changes nothing");
    assertEquals(6, tree.count());
    assertEquals(35, tree.bytes());
    assertEquals(0, tree.wasted());
    assertEquals(4, share(tree, 1).added());
    assertEquals(0, share(tree, 1).replaced());
  }

  @Test
  void aReplacedFileIsWasteOfItsLayerAndTheOtherIsToBlame() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(file("app", 100), file("stays", 1))
            .layer(file("app", 30))
            .layer(file("app", 7))
            .tree();
    TreeFile app = at(tree, "app");
    assertEquals(2, app.version().layer());
    assertEquals(7, app.size());
    Version before = Objects.requireNonNull(app.version().replaced());
    assertEquals(1, before.layer());
    assertEquals(0, Objects.requireNonNull(before.replaced()).layer());
    assertEquals(130, tree.wasted());
    assertEquals(100, share(tree, 0).wasted());
    assertEquals(101, share(tree, 0).bytes());
    assertEquals(30, share(tree, 1).wasted());
    assertEquals(100, share(tree, 1).hides());
    assertEquals(30, share(tree, 2).hides());
    assertEquals(1, share(tree, 2).replaced());
    assertEquals(
        List.of("app 100 by 1", "app 30 by 2"),
        tree.hidden().stream()
            .map(each -> each.file().entry().path() + " " + each.size() + " by " + each.by())
            .toList());
  }

  @Test
  void aWhiteoutTakesAwayWhatLowerLayersHaveAndAllBelow() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(folder("tmp"), file("tmp/a", 50), file("tmp/in/b", 8), file("tmpfile", 2))
            .layer(file(".wh.tmp", 0), file(".wh.none", 0))
            .tree();
    assertEquals(List.of("tmpfile"), paths(tree));
    assertEquals(58, tree.wasted());
    assertEquals(4, share(tree, 1).removed());
    assertEquals(58, share(tree, 1).hides());
    assertEquals(0, share(tree, 1).added());
  }

  @Test
  void aWhiteoutLeavesWhatItsOwnLayerPutThereWhereverItStands() throws InterruptedException {
    for (List<LayerEntry> upper :
        List.of(
            List.of(file("d/.wh.sub", 0), file("d/sub/new", 3)),
            List.of(file("d/sub/new", 3), file("d/.wh.sub", 0)),
            List.of(file("d/sub/new", 3), file("d/sub/.wh..wh..opq", 0)),
            List.of(file("d/sub/.wh..wh..opq", 0), file("d/sub/new", 3)))) {
      ImageTree tree = new Tables().layer(file("d/sub/old", 9), file("d/x", 1)).layer(upper).tree();
      assertEquals(List.of("d/", "d/sub/", "d/sub/new", "d/x"), paths(tree), upper.toString());
      assertEquals(9, tree.wasted());
    }
  }

  @Test
  void anOpaqueDirectoryHidesOnlyWhatIsBelowIt() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(folder("cache"), file("cache/a", 4), folder("cache/b"), file("cache/b/c", 5))
            .layer(folder("cache"), file("cache/.wh..wh..opq", 0), file("cache/b/d", 1))
            .tree();
    assertEquals(List.of("cache/", "cache/b/", "cache/b/d"), paths(tree));
    assertEquals(0, at(tree, "cache").version().layer());
    assertEquals(1, at(tree, "cache/b").version().layer());
    assertEquals(9, share(tree, 1).hides());
  }

  @Test
  void namesOfAStoreAreNoFilesAndWhiteoutsOfNothingHarmNothing() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(file("a/b", 1))
            .layer(
                folder(".wh..wh.plnk"),
                file("a/.wh.", 0),
                file("a/.wh..", 0),
                file("a/.wh...", 0),
                file("none/.wh..wh..opq", 0),
                file(".wh..wh.aufs", 0))
            .tree();
    assertEquals(List.of("a/", "a/b"), paths(tree));
  }

  @Test
  void aHardLinkKeepsTheBytesOfAFileThatWasReplaced() throws InterruptedException {
    Tables tables =
        new Tables().layer(file("lib.so", 40), hard("lib.so.1", "lib.so")).layer(file("lib.so", 2));
    ImageTree tree = tables.tree();
    assertEquals(2, at(tree, "lib.so").size());
    TreeFile linked = at(tree, "lib.so.1");
    assertEquals(40, linked.size());
    assertEquals(0, Objects.requireNonNull(linked.content()).layer());
    assertEquals("lib.so", Objects.requireNonNull(linked.content()).entry().path());
    assertEquals(0, tree.wasted(), "a path shows them");
    assertEquals(42, tree.bytes());
    ImageTree less = tables.layer(file(".wh.lib.so.1", 0)).tree();
    assertEquals(40, less.wasted());
    assertEquals(40, share(less, 2).hides());
    assertEquals(2, less.bytes());
  }

  @Test
  void aHardLinkMayStandBeforeItsTargetOrHaveNone() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(hard("first", "later"), file("later", 6), hard("lost", "nowhere"))
            .layer(hard("self", "self"))
            .tree();
    assertEquals(6, at(tree, "first").size());
    assertNull(at(tree, "lost").content());
    assertNull(at(tree, "self").content());
    assertEquals(6, tree.bytes());
  }

  @Test
  void whatBecomesAnotherKindLosesWhatWasBelowIt() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(file("was-folder/a", 5), file("was-file", 3))
            .layer(file("was-folder", 1), file("was-file/in", 2))
            .tree();
    assertEquals(List.of("was-file/", "was-file/in", "was-folder"), paths(tree));
    assertEquals(8, tree.wasted());
    assertEquals(2, share(tree, 1).replaced());
    assertEquals(1, share(tree, 1).removed());
    assertEquals(3, tree.count());
  }

  @Test
  void aChangedModeOfADirectoryIsSeen() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(folder("srv"), file("srv/a", 1))
            .layer(new LayerEntry("srv", Kind.DIRECTORY, 0, 0700, 0, 0, 1, "", 0))
            .tree();
    assertEquals(1, at(tree, "srv").version().layer());
    assertEquals(0700, at(tree, "srv").version().entry().mode());
    assertEquals(List.of("srv/", "srv/a"), paths(tree));
    assertEquals(1, share(tree, 1).replaced());
  }

  @Test
  void linksAreFollowedWithinTheRootAndNeverInCircles() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(
                file("usr/bin/tool", 9),
                link("bin", "usr/bin"),
                link("abs", "/usr/bin"),
                link("up", "../../../../usr/bin/tool"),
                link("usr/bin/near", "./tool"),
                link("round", "about"),
                link("about", "round"),
                link("self", "self"))
            .tree();
    for (String path : List.of("bin/tool", "/abs/tool", "up", "bin/near", "abs/../bin/near/")) {
      assertEquals("usr/bin/tool", tree.follow(path).orElseThrow().path(), path);
    }
    assertEquals(Kind.SYMBOLIC_LINK, at(tree, "up").kind());
    assertEquals("", tree.follow("/").orElseThrow().path());
    assertEquals("", tree.follow("..").orElseThrow().path());
    for (String path : List.of("round", "about/x", "self", "none", "usr/bin/tool/x")) {
      assertTrue(tree.follow(path).isEmpty(), path);
    }
    assertEquals(2, tree.children("bin").size());
  }

  @Test
  void aFileBelowALinkOfALowerLayerGoesWhereThatLeads() throws InterruptedException {
    ImageTree tree =
        new Tables()
            .layer(folder("usr/lib"), link("lib", "usr/lib"))
            .layer(file("lib/new", 1), file("lib/.wh.none", 0))
            .layer(file("lib/.wh.new", 0))
            .tree();
    assertEquals(List.of("lib", "usr/", "usr/lib/"), paths(tree));
  }

  @Test
  void sameLayerTwiceTheLastWins() throws InterruptedException {
    ImageTree tree = new Tables().layer(file("a", 5), file("a", 6)).tree();
    assertEquals(6, at(tree, "a").size());
    assertNull(at(tree, "a").version().replaced());
    assertEquals(5, tree.wasted());
    assertEquals(0, share(tree, 0).replaced());
    assertEquals(1, share(tree, 0).added());
  }

  @Test
  void namesAreSearchedWhateverTheirCaseAndPathsWithASlash() throws InterruptedException {
    ImageTree tree =
        new Tables().layer(file("etc/Hosts", 1), file("opt/etc/x", 1), file("etc/y", 1)).tree();
    assertEquals(
        List.of("etc/Hosts"), tree.search("host", 10).stream().map(TreeFile::path).toList());
    assertEquals(3, tree.search("etc/", 10).size());
    assertEquals(1, tree.search("/opt/E", 1).size());
    assertEquals(1, tree.search("e", 1).size());
  }

  @Test
  void whatIsTooDeepIsLeftOutAndCounted() throws InterruptedException {
    ImageTree tree =
        new Tables().layer(file("a/".repeat(300) + "x", 1), file("a/".repeat(200) + "y", 1)).tree();
    assertEquals(1, tree.leftOut());
    assertTrue(tree.find("a/".repeat(200) + "y").isPresent());
    assertFalse(tree.find("a/".repeat(300) + "x").isPresent());
  }
}
