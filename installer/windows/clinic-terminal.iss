; Inno Setup 6.3 or newer: makes clinic-terminal-VERSION-setup.exe from dist\clinic-terminal (python -m installer.freeze).
; iscc /DVersion=0.2.0 installer\windows\clinic-terminal.iss
; Not run where this was written: there was no Windows at hand.
#ifndef Version
  #error "Say which version: iscc /DVersion=0.2.0 ..."
#endif
#define Program "clinic-terminal.exe"
#define Marks "ClinicTerminalIsOpen,Global\ClinicTerminalIsOpen"
; Newer Inno Setups bring Chinese messages along; for an older one they are put beside this script. Without either,
; nothing is built: a clinic's Setup that speaks English alone is a mistake.
#if FileExists("ChineseSimplified.isl")
  #define Chinese "ChineseSimplified.isl"
#else
  #define Chinese "compiler:Languages\ChineseSimplified.isl"
#endif

[Setup]
AppId={{6B1E8F0C-6C1B-4C0B-9B0E-3B6B4C5D7A21}
AppName={cm:ProgramName}
AppVersion={#Version}
AppVerName={cm:ProgramName} {#Version}
AppPublisher=The clinic terminal's authors
; Windows shows these before any language is chosen; from a name with a constant in it they would stay empty.
VersionInfoProductName=Clinic Terminal
VersionInfoDescription=诊所直付终端安装程序 Clinic Terminal Setup
VersionInfoVersion={#Version}.0
VersionInfoProductTextVersion={#Version}
; The oldest Windows that this Qt supports: 10 of autumn 2018.
MinVersion=10.0.17763
DefaultDirName={autopf}\Clinic Terminal
DefaultGroupName={cm:ProgramName}
DisableProgramGroupPage=yes
; For all users where an administrator installs it, for one user where nobody is: the question is asked.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; An upgrade in place: the same AppId finds the old folder and whether it was for one user or for all.
UsePreviousAppDir=yes
UsePreviousPrivileges=yes
; A program that is open is never ended in the middle of a bill: Setup and Uninstall say that it is, wait until it was
; closed, and go on; without anybody to ask they end with nothing changed. The program sets these marks itself
; (installer/runtime/opened_by_icon.py). Setup looks for them as it starts; PrepareToInstall below looks once more.
AppMutex={#Marks}
CloseApplications=no
RestartApplications=no
OutputDir=..\..\dist
OutputBaseFilename=clinic-terminal-{#Version}-setup
SetupIconFile=..\..\build\installer\icons\clinic-terminal.ico
UninstallDisplayIcon={app}\{#Program}
LicenseFile=..\..\LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
; Signs Setup and Uninstall where asked: iscc /DSignTool=clinic "/Sclinic=signtool sign /fd sha256 /a $f" ...
#ifdef SignTool
SignTool={#SignTool}
#endif

[Languages]
Name: "zh"; MessagesFile: "{#Chinese}"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.ProgramName=Clinic Terminal
en.Practice=Practice with invented data
en.Older=Version %1 is older than version %2, which is installed, and cannot open its data. Install it all the same?
en.Open=Clinic Terminal was opened meanwhile. Please close it and start Setup once more. Nothing was changed.
zh.ProgramName=诊所直付终端
zh.Practice=练习（虚构资料）
zh.Older=版本 %1 早于已安装的 %2，打不开现有资料。仍要安装吗？
zh.Open=诊所直付终端刚才又被打开了。请先关闭它，再重新运行安装程序。目前没有任何改动。

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

; An older program does not open the data of a newer one: that is said before, and not the next morning.
[Code]
function NumberAt(var Rest: String): Integer;
var
  Dot: Integer;
begin
  Dot := Pos('.', Rest);
  if Dot = 0 then Dot := Length(Rest) + 1;
  Result := StrToIntDef(Copy(Rest, 1, Dot - 1), 0);
  Delete(Rest, 1, Dot);
end;

function IsOlder(Coming, Here: String): Boolean;
var
  Part, ComingNumber, HereNumber: Integer;
begin
  Result := False;
  for Part := 1 to 3 do begin
    ComingNumber := NumberAt(Coming);
    HereNumber := NumberAt(Here);
    if ComingNumber <> HereNumber then begin
      Result := ComingNumber < HereNumber;
      Exit;
    end;
  end;
end;

function InitializeSetup(): Boolean;
var
  Key, Here: String;
begin
  Result := True;
  Key := 'Software\Microsoft\Windows\CurrentVersion\Uninstall\{6B1E8F0C-6C1B-4C0B-9B0E-3B6B4C5D7A21}_is1';
  if not RegQueryStringValue(HKA, Key, 'DisplayVersion', Here) then Exit;
  if IsOlder('{#Version}', Here) then
    Result := SuppressibleMsgBox(FmtMessage(CustomMessage('Older'), ['{#Version}', Here]),
      mbConfirmation, MB_YESNO or MB_DEFBUTTON2, IDNO) = IDYES;
end;

// Somebody may have opened the program while Setup asked its questions; its libraries would be deleted under it.
function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Result := '';
  if CheckForMutexes('{#Marks}') then Result := CustomMessage('Open');
end;

[Run]
Filename: "{app}\{#Program}"; Parameters: "run"; Description: "{cm:LaunchProgram,{cm:ProgramName}}"; Flags: nowait postinstall skipifsilent

; There is no [UninstallDelete]: visits, signatures and unsent acts in %LOCALAPPDATA%\clinic-terminal stay.
