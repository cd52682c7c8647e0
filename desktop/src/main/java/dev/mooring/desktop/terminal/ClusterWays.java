package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a command reaches the cluster's registries: one connection for names of the same one.
final class ClusterWays implements ImagePlace.Ways {
  private final RegistryCommand command;
  private final @Nullable String account;
  private ImagePlace.@Nullable Usual usual;

  /// @param account as for [RegistryCommand#location]
  ClusterWays(RegistryCommand command, @Nullable String account) {
    this.command = command;
    this.account = account;
  }

  @Override
  public ImagePlace.Usual usual(Supplier<Workspace> workspace) throws InterruptedException {
    ImagePlace.Usual known = usual;
    if (known == null) {
      known = found(workspace);
      usual = known;
    }
    return known;
  }

  private ImagePlace.Usual found(Supplier<Workspace> asked) throws InterruptedException {
    Optional<RegistryAddress> added = command.added();
    if (added.isPresent()) {
      return new ImagePlace.Usual(
          command.open(added.get()), added.get().registry(), Optional.empty());
    }
    Workspace workspace = asked.get();
    Optional<RegistryAddress> outside = command.outside(workspace);
    if (outside.isPresent()) {
      return new ImagePlace.Usual(
          command.registry(workspace, account), outside.get().registry(), Optional.empty());
    }
    StackOptions options = command.inForce(workspace);
    return new ImagePlace.Usual(
        command.registry(workspace, options, account),
        Words.localhost(options.nodePort()),
        Optional.of(options));
  }

  @Override
  public Registry of(Workspace workspace, StackOptions options) throws InterruptedException {
    return command.registry(workspace, options, account);
  }
}
