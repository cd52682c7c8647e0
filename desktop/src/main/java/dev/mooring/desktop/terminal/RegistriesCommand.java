package dev.mooring.desktop.terminal;

import picocli.CommandLine.Command;

/// The registries that there are; without a further word, their list.
@Command(name = "registries")
final class RegistriesCommand extends RegistriesList {
  RegistriesCommand(Opening opening) {
    super(opening);
  }

  @Command(name = "list")
  static final class ListAll extends RegistriesList {
    ListAll(Opening opening) {
      super(opening);
    }
  }
}
