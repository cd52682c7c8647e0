package dev.mooring.desktop.debug;

import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.PodMenu;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Subscription;
import dev.mooring.workload.PodState;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// The pods of a workload: how each is and why, and what can be done with it; followed while in
/// view.
final class PodsPane extends VBox {
  private static final int MOST = 50;

  private final VBox list = new VBox(Tokens.GAP);
  private final PodNavigation navigation;
  private final Surface surface;
  private Subscription following = () -> {};

  PodsPane(WorkloadsViewModel model, Workload workload, PodNavigation navigation, Surface surface) {
    super(4);
    Fetched<List<KubeObject>> pods = model.pods();
    this.navigation = navigation;
    this.surface = surface;
    getChildren()
        .addAll(
            Controls.label(Messages.of("pods"), Tokens.SECTION_TITLE),
            new FaceView<>(
                pods.face(),
                surface,
                () -> model.readPods(workload, pods),
                list,
                this::fill,
                List::isEmpty,
                Controls.text(Messages.of("no-pods"), Tokens.SECONDARY)));
    model.readPods(workload, pods);
    sceneProperty()
        .subscribe(
            scene -> {
              following.close();
              following = scene == null ? () -> {} : model.follow(workload, pods);
            });
  }

  private void fill(List<KubeObject> pods) {
    list.getChildren().setAll(pods.stream().limit(MOST).map(this::line).toList());
    if (pods.size() > MOST) {
      list.getChildren().add(Controls.text(Messages.of("and-more-pods", pods.size() - MOST)));
    }
  }

  private Node line(KubeObject pod) {
    PodState state = PodState.of(pod);
    String words =
        state.restarts() == 0
            ? state.words()
            : Messages.count("with-restarts", state.restarts(), state.words());
    StateLabel label = new StateLabel(state.well() ? Tone.SUCCESS : Tone.WARNING, words);
    VBox line =
        new VBox(
            PodMenu.of(pod.name(), Chosen.pod(pod.namespace(), pod.name()), navigation, surface),
            label);
    if (!state.message().isEmpty()) {
      line.getChildren().add(Controls.text(state.message(), Tokens.SECONDARY));
    }
    return line;
  }
}
