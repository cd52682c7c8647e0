package dev.mooring.desktop.stack;

import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.StackOptions;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Install would use: what the user chose here, over what the install that stands was made
/// with, over the settings.
final class ChosenOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ChosenOptions.class);

  private final SettingsFile settings;
  private final ReadOnlyObjectWrapper<StackOptions> options;
  private StackOptions known;
  private @Nullable Choice choice;
  private final ReadOnlyBooleanWrapper login = new ReadOnlyBooleanWrapper();

  /// What the user changed and did not install yet.
  ///
  /// @param before the options as they were known then
  record Choice(StackOptions before, StackOptions after) {
    StackOptions over(StackOptions recorded) {
      return recorded.withChanges(before, after);
    }

    boolean ofPort() {
      return before.nodePort() != after.nodePort();
    }
  }

  /// @param known what the registry was or would be installed with as far as anybody said
  ChosenOptions(SettingsFile settings, StackOptions known) {
    this.settings = settings;
    this.known = known;
    this.options = new ReadOnlyObjectWrapper<>(known);
  }

  /// A settings file may say anything; what is no image is not installed.
  static StackOptions inSettings(SettingsFile settings) {
    try {
      return StackOptions.of(settings.settings().get());
    } catch (MooringException e) {
      LOG.warn("The settings name no registry image: {}", e.problem());
      return StackOptions.defaults();
    }
  }

  ReadOnlyObjectProperty<StackOptions> property() {
    return options.getReadOnlyProperty();
  }

  StackOptions get() {
    return options.get();
  }

  /// Whether the next install gives a cache the login that Docker keeps for its upstream.
  ReadOnlyBooleanProperty login() {
    return login.getReadOnlyProperty();
  }

  /// Chooses that; a registry that is no cache has nowhere to show it.
  void chooseLogin(boolean wanted) {
    login.set(wanted && options.get().isCache());
  }

  /// Back to what is installed, or would be without a choice.
  void drop() {
    choice = null;
    login.set(false);
    options.set(known);
  }

  /// What is chosen and not installed yet, or null.
  @Nullable Choice pending() {
    return choice;
  }

  void choose(StackOptions next) {
    choice = next.equals(known) ? null : new Choice(known, next);
    options.set(next);
    if (next.isDefault()
        && !next.registryImage().equals(settings.settings().get().registryImage())) {
      settings.update(s -> s.withRegistryImage(next.registryImage()));
    }
  }

  /// The cluster says what it has; of what is not installed it says back what was asked for, which
  /// is not the user's choice carried out.
  void recorded(StackOptions now, boolean installed) {
    Choice chosen = choice;
    if (!installed && chosen != null) {
      options.set(chosen.over(now));
      return;
    }
    known = now;
    StackOptions next = chosen == null ? now : chosen.over(now);
    if (next.equals(now)) {
      // Somebody has applied the same elsewhere.
      choice = null;
    }
    options.set(next);
  }

  /// The cluster has recorded what was chosen.
  void carriedOut(@Nullable Choice chosen) {
    login.set(false);
    if (Objects.equals(choice, chosen)) {
      choice = null;
    }
  }
}
