; Inno Setup 6: makes clinic-terminal-VERSION-setup.exe from dist\clinic-terminal (python -m installer.freeze).
; iscc /DVersion=0.1.0 installer\windows\clinic-terminal.iss
; Not run where this was written: there was no Windows at hand.
#ifndef Version
  #error "Say which version: iscc /DVersion=0.1.0 ..."
#endif
#define Program "clinic-terminal.exe"

[Setup]
AppId={{6B1E8F0C-6C1B-4C0B-9B0E-3B6B4C5D7A21}
AppName={cm:ProgramName}
AppVersion={#Version}
AppVerName={cm:ProgramName} {#Version}
DefaultDirName={autopf}\Clinic Terminal
DefaultGroupName={cm:ProgramName}
DisableProgramGroupPage=yes
; For all users where an administrator installs it, for one user where nobody is: the question is asked.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; An upgrade in place asks the running program to close and starts it again; the same AppId finds the old one.
CloseApplications=yes
RestartApplications=yes
UsePreviousAppDir=yes
OutputDir=..\..\dist
OutputBaseFilename=clinic-terminal-{#Version}-setup
SetupIconFile=..\..\build\installer\icons\clinic-terminal.ico
UninstallDisplayIcon={app}\{#Program}
LicenseFile=..\..\LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern

[Languages]
; The Chinese messages file is not part of Inno Setup itself and is put beside this script by whoever builds.
#if FileExists("ChineseSimplified.isl")
Name: "zh"; MessagesFile: "ChineseSimplified.isl"
#endif
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.ProgramName=Clinic Terminal
en.Practice=Practice with invented data
#if FileExists("ChineseSimplified.isl")
zh.ProgramName=诊所直付终端
zh.Practice=练习（虚构资料）
#endif

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"

[InstallDelete]
; Libraries of the version before must not be found by this one. The clinic's data lie elsewhere and are not touched.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\clinic-terminal\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{cm:ProgramName}"; Filename: "{app}\{#Program}"; Parameters: "run"
Name: "{group}\{cm:Practice}"; Filename: "{app}\{#Program}"; Parameters: "run --practice"
Name: "{autodesktop}\{cm:ProgramName}"; Filename: "{app}\{#Program}"; Parameters: "run"; Tasks: desktopicon

[Run]
Filename: "{app}\{#Program}"; Parameters: "run"; Description: "{cm:LaunchProgram,{cm:ProgramName}}"; Flags: nowait postinstall skipifsilent

; There is no [UninstallDelete]: visits, signatures and unsent acts in %LOCALAPPDATA%\clinic-terminal stay.
