# What the apps for Android and iOS say. Both read it through the bindings, so that both say the same.

app-name = 巡楼

# What went wrong, and what to do.
error-invalid-input = 填写的内容不合要求,请检查
error-not-found = 本机没有这项资料,或不在您的权限内
error-not-permitted = 您没有权限这样做
error-wrong-state = 记录已完成,不能再改
error-incomplete = 还有 { $count } 项未填
error-rules = 规则还没有下载,请先同步
error-needs-update = 这份资料由新版本填写,请更新应用
error-wrong-key = 密钥打不开本机资料,资料保持原样
error-no-encryption = 此版本不能加密,请重新安装
error-newer-database = 本机资料由新版本写入,请更新应用
error-corrupt = 本机资料已损坏,保持原样,请联系管理员
error-storage-full = 手机空间已满:刚才一项没有保存,之前的都已保存
error-storage = 保存失败,请重试
error-suspended = 应用刚从后台回来,请重试
error-closed = 资料已关闭,请重新打开应用
error-offline = 没有网络,未上传的内容都在本机
error-certificate = 服务器证书不对,没有发送任何内容
error-not-our-server = 网络需要登录,或这不是我们的服务器
error-bad-answer = 服务器的回答不完整,请稍后再试
error-clock-off = 手机时间相差 { $minutes } 分钟,请打开自动设置时间
error-cancelled = 已停止,下次从这里继续
error-code-unknown = 登记码不对,请核对
error-code-expired = 登记码已过期,请向办公室要新的
error-code-used = 登记码已用过,请向办公室要新的
error-too-many-tries = 试错次数太多,请向办公室要新的登记码
error-token-unknown = 服务器不认识这台手机,请重新登记
error-token-expired = 登记已到期,请重新登记;本机内容都在
error-revoked = 这台手机已被停用;未上传的内容都在本机
error-unsupported-protocol = 应用与服务器版本不符,请更新应用
error-busy = 服务器繁忙,请稍后再试
error-server = 服务器出错,请稍后再试
error-internal = 程序出错,请重试;若仍不行请联系管理员
error-key-lost = 本机的密钥丢失,资料打不开,但保持原样;请联系管理员
error-vault-closed = 请先解锁手机,再打开应用

# At many places.
action-cancel = 取消
action-close = 关闭
action-save = 保存
action-back = 返回
action-retry = 重试
action-undo = 撤销
state-saving = 正在保存
state-loading = 正在读取
state-empty = 没有内容

tab-today = 今日
tab-households = 客户
tab-cases = 待办
tab-log = 日志
tab-sync = 同步

# 登记.
setup-title = 登记这台手机
setup-intro = 请扫描办公室给您的二维码,或输入登记码
setup-code = 登记码
setup-scan = 扫描二维码
setup-next = 下一步
setup-bad-code = 这不是巡楼的登记码,请核对
setup-code-of-another = 这是别人的登记码,请向办公室要您自己的
setup-server = 服务器
setup-pinned = 只认这台服务器自己的证书
setup-public = 证书由公认机构签发
setup-not-encrypted = 连接没有加密,只可在试用时使用
setup-device = 手机名称
setup-phone = 手机
setup-enrol = 登记
setup-enrolling = 正在登记
setup-hello = 您好,{ $name }({ $role })
setup-estate = 园区
setup-first-sync = 下载规则和资料
setup-resume = 继续下载
setup-start-over = 换一个登记码

# 今日.
today-title = 今日
today-start = 开始
today-continue = 继续
today-look = 查看
today-excuse = 说明情况
today-excuse-reason = 原因
today-excuse-note = 补充说明
today-excused = 已说明情况
today-problems = 异常 { $count } 项
today-permit = 施工许可证
today-estate = 全园区
today-sites = 装修现场
today-cases = 待办
today-coverage = 家访完成率
today-visits = 建议家访
today-last-visit = 上次家访 { $day }
today-no-visit = 近一年没有家访
today-report = 上报问题
today-unsent = { $count } 条待上传
today-all-sent = 全部已上传
today-refused = { $count } 条被拒收
today-conflicts = { $count } 处冲突待选择
today-synced = 上次同步 { $time }
today-never-synced = 还没有同步过
today-nothing = 今天没有安排

# 巡楼、装修督导、家访.
record-progress = { $answered } / { $asked }
record-remaining = 剩余 { $count } 项
record-finish = 完成
record-finished = 已完成
record-all-normal = 全部正常
record-all-normal-done = { $count } 项已记为正常
record-clear = 取消选择
record-note = 备注
record-camera = 拍照
record-gallery = 相册
record-photo = 照片 { $number }
record-remove-photo = 删除照片
record-photo-needed = 异常项需拍照
record-answer-needed = 此项未填
record-optional = 选填
record-rain = 下雨
record-report = 转为待办
record-reported = 已转为待办
record-follow-up = 跟进上午发现
record-conflict = 两台手机填写不同
record-excuse = 情况说明
record-sign = 签名
record-date = 选择日期
record-number = { $min } 至 { $max }
record-too-long = 最多 { $count } 字
record-title-slot = { $slot }{ $duty }
record-finished-at = { $time } 已完成
record-more = 备注、照片
record-write = 填写
record-settle = 去选择
record-look = 查看待办
record-less = 减一
record-plus = 加一
record-photos-needed = 此项需要照片

# 客户档案.
households-title = 客户档案
households-search = 姓名、房号、电话或车牌
households-none = 没有找到
household-visit = 家访
household-visits = 家访记录
household-visit-open = 未完成
household-no-visits = 没有家访记录
household-edit = 修改
household-add = 增加{ $field }
household-unknown = 未登记
household-source = 来源
household-report = 报事
household-call = 拨打 { $number }

# 待办.
cases-title = 待办
cases-all = 全部
cases-mine = 我上报的
cases-due = { $step } { $time } 前
cases-overdue = { $step } 已超期,应在 { $time } 前
cases-none = 没有待办
case-done = { $step } { $time } 完成
case-satisfied = 满意度 { $points } 分
case-reported = 上报
case-steps = 下一步
case-history = 经过
case-due = 时限
case-photos = 照片
case-record = 查看巡查记录
case-note = 说明
case-department = 责任部门
case-no-department = 暂不派单
case-satisfaction = 满意度
case-new = 上报问题
case-kind = 类别
case-title-field = 标题
case-detail-field = 详细情况
case-severity = 程度
case-agreed = 约定回复时间
case-send = 上报

# 冲突.
conflicts-title = 冲突
conflicts-intro = 两台手机在没有网络时填写不同。请选择正确的一个,或另填
conflicts-none = 没有冲突
conflicts-mine = 本机
conflicts-theirs = 其他
conflicts-take = 选这个
conflicts-write = 另填
conflicts-empty = (空)
conflicts-settled = 已选择

# 同步.
sync-title = 同步
sync-start = 立即同步
sync-connecting = 正在连接
sync-pushing = 正在上传记录 { $count } 条
sync-comparing = 正在核对 { $count } 份
sync-pulling = 正在下载 { $count } 份
sync-photos = 正在上传照片 { $kilobytes } KB
sync-changes = { $count } 条记录待上传
sync-waiting-photos = { $count } 张照片待上传
sync-need-update = { $count } 份资料要更新应用后才能看
sync-done = 同步完成:上传 { $sent } 条,收到 { $got } 份
sync-photos-failed = { $count } 张照片没有传完,下次继续
sync-wifi-only = 只在 Wi-Fi 下自动同步
sync-refused = 被拒收
sync-export = 导出被拒收的内容
sync-enrol-again = 重新登记
sync-kind-record = 记录
sync-kind-household = 客户档案
sync-kind-case = 待办
sync-kind-decoration = 装修
sync-kind-worklog = 工作日志
sync-kind-other = 其他资料
sync-refused-not-permitted = 没有权限写这份资料
sync-refused-revoked = 手机已被停用,内容留在办公室待处理
sync-refused-identity = 手机资料曾被复制或恢复
sync-refused-other = 服务器不能收下,请导出交给办公室

# 日志.
diary-title = 工作日志
diary-duties = 巡查与督导
diary-records = 家访与其他记录
diary-cases = 发现与跟进
diary-entries = 其他事项
diary-nothing = 没有内容
diary-write = 记一笔
diary-add = 添加
diary-remove = 删除
diary-share = 分享
diary-earlier = 前一天
diary-later = 后一天

# 设置.
settings-title = 设置
settings-language = 语言
settings-chinese = 中文
settings-english = English
settings-theme = 外观
settings-theme-system = 跟随手机
settings-theme-light = 浅色
settings-theme-dark = 深色
settings-size = 字体
settings-size-system = 跟随手机
settings-size-large = 大
settings-size-largest = 特大
settings-account = 账户
settings-version = 版本 { $version }
settings-diagnostics = 诊断信息
settings-diagnostics-note = 不含姓名、房号和填写内容
settings-enrol-again = 重新登记这台手机
settings-enrolled = 登记已更新,本机内容都在
