package dev.mooring.debug.editor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// GoLand, or IntelliJ IDEA with the Go plugin, which reads run configurations from the project.
record GoLand() implements Editor {

  @Override
  public String id() {
    return "goland";
  }

  @Override
  public String name() {
    return "GoLand";
  }

  /// A file for `.run/`. LEAVE keeps Delve when GoLand disconnects.
  @Override
  public String text(Endpoint session) {
    return """
        <component name="ProjectRunConfigurationManager">
          <configuration default="false" name="%s" type="GoRemoteDebugConfigurationType" \
        factoryName="Go Remote" host="%s" port="%d">
            <option name="disconnectOption" value="LEAVE" />
            <disconnect value="LEAVE" />
            <method v="2" />
          </configuration>
        </component>
        """
        .formatted(IdeaXml.quoted(session.title()), session.host(), session.address().getPort());
  }

  @Override
  public Opening opening(Endpoint session, Path directory) {
    Optional<Path> sources = session.sources();
    String name = "mooring-" + session.address().getPort() + ".run.xml";
    return new Opening(
        true,
        sources
            .map(each -> Map.of(each.resolve(".run").resolve(name), text(session)))
            .orElse(Map.of()),
        List.of(
            "goland",
            "goland.sh",
            "~/.local/share/JetBrains/Toolbox/scripts/goland",
            "~/Library/Application Support/JetBrains/Toolbox/scripts/goland",
            "~/AppData/Local/JetBrains/Toolbox/scripts/goland.cmd",
            "/snap/bin/goland",
            "/Applications/GoLand.app/Contents/MacOS/goland",
            "idea"),
        sources.map(each -> List.of(each.toString())).orElse(List.of()),
        false,
        Messages.of("choose-the-configuration", session.title(), ".run/" + name));
  }
}
