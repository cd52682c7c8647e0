package dev.mooring.desktop.stack.planted;

import dev.mooring.desktop.shell.JobsViewModel;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.scene.layout.Pane;
import org.freedesktop.dbus.DBusPath;

/// One violation a class, for the rules that forbid it.
public final class Planted {
  private Planted() {}

  static final class SceneViewModel {
    Pane pane() {
      return new Pane();
    }
  }

  static final class RunningLater {
    void later() {
      Platform.runLater(() -> {});
    }
  }

  static final class KnowingTheShell {
    int hash(JobsViewModel jobs) {
      return jobs.hashCode();
    }
  }

  static final class NoScreenView {}

  static final class SpeakingOnTheBus {
    String path() {
      return new DBusPath("/a").getPath();
    }
  }

  static final class Printing {
    void print() {
      System.out.println();
    }
  }

  static final class PrintingErrors {
    void print() {
      System.err.println();
    }
  }

  static final class TickingByAnAnimation {
    Timeline clock() {
      return new Timeline();
    }
  }
}
