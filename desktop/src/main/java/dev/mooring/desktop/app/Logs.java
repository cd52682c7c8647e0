package dev.mooring.desktop.app;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.mooring.report.LogLine;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Where the log goes: a file of at most 2 MB and one older one, never the terminal. Each running
/// Mooring has files of its own, for one that rolls a file takes it from under another.
final class Logs {
  private Logs() {}

  static void toFile(Path directory) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    String name = LogName.take(directory);

    PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put("marked", MarkedMessage::new);
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{30}"
            + LogLine.SEPARATOR
            + "%marked%n");
    encoder.start();

    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(directory.resolve(name + ".log").toString());
    appender.setEncoder(encoder);

    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(directory.resolve(name + ".%i.log").toString());
    window.setMinIndex(1);
    window.setMaxIndex(1);
    window.start();

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf("2MB"));
    size.start();

    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    appender.start();

    // Whoever logs never waits for the disk; the FX thread must not.
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.addAppender(appender);
    queue.start();

    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(queue);
    // Writes what is still queued.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(context::stop));
    // The bus's own complaints about a panel that went away; the tray says what matters.
    context.getLogger("org.freedesktop.dbus").setLevel(Level.OFF);
    context.getLogger("io.fabric8").setLevel(Level.WARN);
  }
}
