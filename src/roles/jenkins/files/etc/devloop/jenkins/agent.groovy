def controller = jenkins.model.Jenkins.get()
if (controller.getNode('server') != null) {
  new File(controller.rootDir, 'secrets/agent').text = jenkins.slaves.JnlpAgentReceiver.SLAVE_SECRET.mac('server')
}
