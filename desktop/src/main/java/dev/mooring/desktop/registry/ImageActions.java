package dev.mooring.desktop.registry;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.PodActions;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.registry.copy.CopiedImage;
import dev.mooring.desktop.registry.copy.CopyCard;
import dev.mooring.desktop.registry.deploy.DeployCard;
import dev.mooring.desktop.registry.deploy.Deployments;
import dev.mooring.desktop.registry.tags.TagTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with images.
final class ImageActions {
  private final ImagesViewModel model;
  private final Surface surface;
  private final Supplier<List<TagRow>> chosen;
  private final TagTools tagging;
  private final ReadOnlyBooleanWrapper connectable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper some = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper target = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper digests = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper inRegistry = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper whyNot = new ReadOnlyStringWrapper("");
  private final Action push;
  private final Action mirror;
  private final Action connect;
  private final Action copyName;
  private final Action copyDigest;
  private final Action copyTo;
  private final Action export;
  private final Action deploy;
  private final Action delete;
  private final PodActions ofPod;
  private final List<Action> others;

  /// @param chosen the tags that are selected
  /// @param beforeDelete takes away what shows the image that goes
  /// @param tagging what can be done with tags
  /// @param others what else can be done with rows
  ImageActions(
      ImagesViewModel model,
      Surface surface,
      Supplier<List<TagRow>> chosen,
      Runnable beforeDelete,
      TagTools tagging,
      PodNavigation navigation,
      List<Action> others) {
    this.model = model;
    this.surface = surface;
    this.chosen = chosen;
    ImageDeletion deletion = new ImageDeletion(model, surface, chosen, beforeDelete);
    this.tagging = tagging;
    this.others = others;
    ofPod = new PodActions("images", navigation, this::pod);
    push =
        of("push", Messages.of("push-image"), Feather.UPLOAD, this::openPush)
            .withKey(Reach.PLACE, "Shortcut+U")
            .withCommand("mooring push")
            .when(target);
    mirror =
        of("mirror", Messages.of("mirror-image"), Feather.REPEAT, this::openMirror)
            .withKey(Reach.PLACE, "Shortcut+Shift+M")
            .withCommand("mooring mirror")
            .when(target);
    connect =
        of("connect", Messages.of("connect"), Feather.LINK, model::connect)
            .withCommand("mooring connect")
            .when(connectable);
    copyName =
        of("copy-name", Messages.of("copy-name"), Feather.COPY, this::copyName)
            .withKey(Reach.ROW, "Shortcut+C")
            .withCommand("mooring images")
            .when(some);
    copyDigest =
        of("copy-digest", Messages.of("copy-digest"), Feather.HASH, this::copyDigest)
            .withKey(Reach.ROW, "Shortcut+Shift+C")
            .withCommand("mooring images")
            .when(digests, whyNot);
    copyTo =
        of("copy-to", Messages.of("copy-to-2"), Feather.SHARE, () -> copyTo(""))
            .withKey(Reach.ROW, "Shortcut+Shift+U")
            .withCommand("mooring copy")
            .when(inRegistry, whyNot);
    export =
        of("export", Messages.of("export-to-archive"), Feather.DOWNLOAD, this::export)
            .withKey(Reach.ROW, "Shortcut+S")
            .withCommand("mooring export")
            .when(inRegistry, whyNot);
    deploy =
        of("deploy", Messages.of("deploy"), Feather.PLAY, this::deploy)
            .withKey(Reach.ROW, "Shortcut+Shift+D")
            .withCommand("mooring set image")
            .when(one, whyNot);
    delete =
        of("delete", Messages.of("delete-image"), Feather.TRASH_2, deletion::ask)
            .withKey(Reach.ROW, "Delete")
            .withCommand("mooring delete")
            .when(inRegistry, whyNot);
    update();
  }

  /// After another selection or connection.
  void update() {
    List<TagRow> rows = chosen.get();
    boolean connected = model.connected().get();
    boolean registry = model.registry().isPresent();
    connectable.set(!connected);
    some.set(connected && !rows.isEmpty());
    whyNot.set(model.source().get().whyNoRegistry());
    inRegistry.set(registry && !rows.isEmpty() && rows.stream().allMatch(TagRow::isValid));
    one.set(inRegistry.get() && rows.size() == 1);
    digests.set(registry && rows.stream().anyMatch(each -> each.summary() != null));
    target.set(model.target().registry().isPresent());
    tagging.update(registry, whyNot.get());
    ofPod.update();
  }

  /// In the order in which the palette shows them.
  List<Action> all() {
    List<Action> all = new ArrayList<>(List.of(push, mirror, connect));
    all.addAll(ofRow());
    return all;
  }

  /// What the menu of a row offers.
  List<Action> ofRow() {
    List<Action> all = new ArrayList<>(List.of(copyName, copyDigest));
    all.addAll(others);
    all.addAll(List.of(tagging.retag(), copyTo, export, deploy, delete));
    all.addAll(List.of(ofPod.debug(), ofPod.forward(), ofPod.logs(), ofPod.terminal()));
    return all;
  }

  Action push() {
    return push;
  }

  Action mirror() {
    return mirror;
  }

  Action connect() {
    return connect;
  }

  Action delete() {
    return delete;
  }

  /// The first of those that run the chosen image.
  private @Nullable Chosen pod() {
    List<TagRow> rows = chosen.get();
    List<String> running = rows.size() == 1 ? rows.getFirst().running() : List.of();
    return running.isEmpty() ? null : Chosen.pod(running.getFirst());
  }

  private void openPush() {
    List<TagRow> rows = chosen.get();
    boolean local = rows.size() == 1 && model.source().get().local().isPresent();
    PushCard.open(model.pushes(), surface, local ? model.name(rows.getFirst()) : "");
  }

  private void openMirror() {
    MirrorCard.open(model.mirrors(), surface);
  }

  private void copyName() {
    List<String> names = chosen.get().stream().map(model::name).toList();
    copy(names, Messages.count("image-names", names.size()));
  }

  private void copyDigest() {
    List<String> digests =
        chosen.get().stream()
            .map(TagRow::summary)
            .filter(Objects::nonNull)
            .map(each -> each.digest().text())
            .distinct()
            .toList();
    copy(digests, Messages.count("digests", digests.size()));
  }

  /// One a line.
  private void copy(List<String> all, String what) {
    surface.copy(String.join("\n", all), what);
  }

  /// @param destination where they were dropped; empty for a place that is asked for
  void copyTo(String destination) {
    List<CopiedImage> images = chosen.get().stream().map(TagRow::copied).toList();
    CopyCard.open(model.copies(), images, destination, surface);
  }

  private void export() {
    ExportCard.open(model, chosen.get(), surface);
  }

  private void deploy() {
    TagRow row = chosen.get().getFirst();
    Fetched<Deployments.Offer> offer = model.offer(row);
    if (offer != null) {
      DeployCard.open(model.deployments(), row.toString(), offer, surface);
    }
  }

  private static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("images." + id, words, icon, run);
  }
}
