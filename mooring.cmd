@echo off
rem Runs Mooring from a checkout on Windows: builds when nothing is built yet, then starts.
rem Needs a JDK 25 (JAVA_HOME) and Maven (mvn) in the PATH. Delete desktop\target to build anew.
setlocal
set "here=%~dp0"
set "target=%here%desktop\target"
if not defined JAVA_HOME (
  echo mooring: needs a JDK 25; set JAVA_HOME to its directory. 1>&2
  exit /b 1
)
findstr /b /c:"JAVA_VERSION=\"25" "%JAVA_HOME%\release" >nul 2>&1
if errorlevel 1 (
  echo mooring: JAVA_HOME is no JDK 25: %JAVA_HOME% 1>&2
  exit /b 1
)
if not exist "%target%\mooring.jar" (
  where mvn >nul 2>&1
  if errorlevel 1 (
    echo mooring: needs Maven ^(mvn^) in the PATH to build. 1>&2
    exit /b 1
  )
  echo mooring: building once, this takes about two minutes ... 1>&2
  call mvn -q -B -f "%here%pom.xml" -Dspotless.check.skip=true -Dmaven.test.skip=true package
  if errorlevel 1 exit /b 1
)
"%JAVA_HOME%\bin\java.exe" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms32m -Xmx768m -XX:-ShrinkHeapInSteps -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 --enable-native-access=ALL-UNNAMED ^
  --sun-misc-unsafe-memory-access=allow "-Dmooring.launcher=%here%mooring.cmd" ^
  -cp "%target%\mooring.jar;%target%\lib\*" dev.mooring.desktop.app.Main %*
exit /b %errorlevel%
